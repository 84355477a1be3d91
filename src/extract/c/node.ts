import type { Node } from 'web-tree-sitter';

/** A node of a syntax tree as plain data, which outlives the tree. Comments are not there. */
export interface CNode {
  readonly type: string;
  /** The text of the file, from its first character to its last, as it was normalised. */
  readonly text: string;
  /** Of its first character, from 1. */
  readonly line: number;
  readonly endLine: number;
  /** The nodes with a name, in the order of the text. */
  readonly children: readonly CNode[];
  /** What stands between them: operators and keywords. */
  readonly operators: readonly string[];
  readonly fields: ReadonlyMap<string, CNode>;
  /** Where the parser had to leave something out. */
  readonly hasError: boolean;
}

/** Deeper than any code that people write; the stack has an end. */
const deepest = 400;

/**
 * Copies a node and all below it. What nests too deeply is cut off, and has an error.
 *
 * @param rows how many rows of the file stand above the text that was parsed
 */
export function copyNode(node: Node, rows = 0, depth = 0): CNode {
  const children: CNode[] = [];
  const operators: string[] = [];
  const fields = new Map<string, CNode>();
  const isCut = depth > deepest;
  if (!isCut)
    node.children.forEach((child, index) => {
      if (!child.isNamed) {
        operators.push(child.type);
        return;
      }
      const copied = copyNode(child, rows, depth + 1);
      children.push(copied);
      const field = node.fieldNameForChild(index);
      if (field !== null && !fields.has(field)) fields.set(field, copied);
    });
  return {
    type: node.type,
    text: node.text,
    line: node.startPosition.row + rows + 1,
    endLine: node.endPosition.row + rows + 1,
    children,
    operators,
    fields,
    hasError: isCut || node.hasError,
  };
}

/** The node itself and all below it, in the order of the text. */
export function* descendants(node: CNode): Generator<CNode> {
  yield node;
  for (const child of node.children) yield* descendants(child);
}

/** Without parentheses around it, casts, and what tells the compiler which way is likely. */
export function bare(node: CNode): CNode {
  if (node.type === 'parenthesized_expression' && node.children[0]) return bare(node.children[0]);
  if (node.type === 'cast_expression') return bare(node.fields.get('value') ?? node);
  if (node.type === 'call_expression' && /^(?:un)?likely$/.test(node.fields.get('function')?.text ?? '')) {
    const [only] = node.fields.get('arguments')?.children ?? [];
    if (only) return bare(only);
  }
  return node;
}

/** The text with blanks only where one is needed, so that two ways to break lines are the same. */
export function plainText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ ?([^\w ]) ?/g, '$1')
    .trim();
}
