import type { Node, Tree } from 'web-tree-sitter';
import { type CData, dataOf } from './data.js';
import { type Grammar, grammar } from './grammar.js';
import { type CNode, copyNode, plainText } from './node.js';
import { normalise, stripped } from './normalise.js';
import { type Signature, signatureOf } from './signature.js';
import { entriesOf, type TableEntry } from './table-entry.js';

/** A function that a file defines. */
export interface CFunction {
  readonly name: string;
  /** Relative to the root of the tree. */
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly signature: Signature;
  readonly isInline: boolean;
  /** The head and the body, with no more blanks than needed: equal where nothing but the layout differs. */
  readonly code: string;
  /** The names of what it calls, as often as they stand there, those through a field with a dot in front. */
  readonly calls: readonly string[];
  /** The syntax of the body, parsed when it is asked for. */
  readonly body: CNode;
  /** Whether a part of the body is none that the grammar knows. */
  readonly hasError: boolean;
}

/** A file of C, parsed. */
export interface SourceFile {
  readonly file: string;
  readonly functions: ReadonlyMap<string, CFunction>;
  readonly entries: readonly TableEntry[];
  /** Types and variables, by their names. */
  readonly data: ReadonlyMap<string, CData>;
}

/** @returns undefined where the parser was not done in reasonable time */
export async function parseSource(text: string, file: string): Promise<SourceFile | undefined> {
  const c = await grammar();
  const code = stripped(text);
  return c.withTree(normalise(code), (tree) => {
    const functions = new Map<string, CFunction>();
    for (const node of definitions(tree)) {
      const found = functionOf(node, file, code, c);
      // Of several, as in branches of a conditional, the first is the one that stayed.
      if (found && !functions.has(found.name)) functions.set(found.name, found);
    }
    return { file, functions, entries: entriesOf(tree, functions), data: dataOf(tree) };
  });
}

/** Where something could not be read, definitions may stand deeper than at the top. */
function definitions(tree: Tree): readonly Node[] {
  return tree.rootNode.descendantsOfType('function_definition').filter((node) => node !== null);
}

function functionOf(node: Node, file: string, code: string, c: Grammar): CFunction | undefined {
  const body = node.childForFieldName('body');
  const declarator = functionDeclarator(node.childForFieldName('declarator'));
  const nameNode = declarator?.childForFieldName('declarator');
  if (!body || !declarator || nameNode?.type !== 'identifier' || body.type !== 'compound_statement')
    return undefined;
  const text = node.text;
  const headLength = body.startIndex - node.startIndex;
  const head = text.slice(0, headLength);
  const { row } = body.startPosition;
  let parsed: CNode | undefined;
  return {
    name: nameNode.text,
    file,
    line: nameNode.startPosition.row + 1,
    endLine: node.endPosition.row + 1,
    signature: signatureOf(copyNode(declarator), head),
    isInline: /\binline\b/.test(head),
    code: plainText(code.slice(node.startIndex, node.endIndex)),
    calls: callsIn(text.slice(headLength)),
    get body() {
      parsed ??= bodyOf(text.slice(headLength), row, c);
      return parsed;
    },
    hasError: body.hasError,
  };
}

function functionDeclarator(node: Node | null): Node | undefined {
  if (!node || node.type === 'function_declarator') return node ?? undefined;
  return functionDeclarator(node.childForFieldName('declarator'));
}

const emptyBody: CNode = {
  type: 'compound_statement',
  text: '',
  line: 0,
  endLine: 0,
  children: [],
  operators: [],
  fields: new Map(),
  hasError: true,
};

/** Most functions of a file are never looked into: a body is parsed again, by itself, when it is. */
function bodyOf(text: string, row: number, c: Grammar): CNode {
  const head = 'void f()';
  const parsed = c.withTree(head + text, (tree) => {
    const body = tree.rootNode.descendantsOfType('compound_statement').find((node) => node !== null);
    return body && copyNode(body, row);
  });
  return parsed ?? emptyBody;
}

const noCall = /^(?:if|while|for|switch|return|sizeof|typeof|do|else|case|defined)$/;

function callsIn(body: string): readonly string[] {
  const calls: string[] = [];
  for (const [, field, name = ''] of body.matchAll(/((?:->|\.)\s*)?\b([A-Za-z_]\w*)\s*\(/g))
    if (!noCall.test(name)) calls.push(field === undefined ? name : `.${name}`);
  return calls;
}
