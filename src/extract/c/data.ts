import type { Node, Tree } from 'web-tree-sitter';
import { plainText } from './node.js';

/** What a file declares that a patch cannot replace: a type with its members, or a variable with its initial value. */
export interface CData {
  readonly kind: 'type' | 'variable';
  /** A type as it is written: `struct sta_info`. */
  readonly name: string;
  /** From 1. */
  readonly line: number;
  /** With no more blanks than needed: equal where nothing but the layout of the text differs. */
  readonly code: string;
}

const typeKinds: ReadonlyMap<string, string> = new Map([
  ['struct_specifier', 'struct'],
  ['union_specifier', 'union'],
  ['enum_specifier', 'enum'],
]);

/** The types and the variables that a file declares outside of functions, by their names; of several of a name, the first. */
export function dataOf(tree: Tree): ReadonlyMap<string, CData> {
  const types = [...typeKinds.keys()].flatMap((kind) => tree.rootNode.descendantsOfType(kind));
  const variables = tree.rootNode.descendantsOfType('init_declarator');
  const found = new Map<string, CData>();
  for (const data of [...types.map(typeOf), ...variables.map(variableOf)])
    if (data && !found.has(data.name)) found.set(data.name, data);
  return found;
}

function typeOf(node: Node | null): CData | undefined {
  const body = node?.childForFieldName('body');
  if (!node || !body || isInside(node, ['function_definition', 'field_declaration_list'])) return undefined;
  const tag = node.childForFieldName('name')?.text;
  const alias =
    node.parent?.type === 'type_definition' ? node.parent.childForFieldName('declarator')?.text : undefined;
  const name = tag === undefined ? alias : `${typeKinds.get(node.type)} ${tag}`;
  return name === undefined
    ? undefined
    : { kind: 'type', name, line: node.startPosition.row + 1, code: plainText(body.text) };
}

function variableOf(node: Node | null): CData | undefined {
  const value = node?.childForFieldName('value');
  if (!node || !value || isInside(node, ['function_definition'])) return undefined;
  let declarator = node.childForFieldName('declarator');
  while (declarator && declarator.type !== 'identifier')
    declarator = declarator.childForFieldName('declarator');
  return declarator
    ? {
        kind: 'variable',
        name: declarator.text,
        line: declarator.startPosition.row + 1,
        code: plainText(value.text),
      }
    : undefined;
}

function isInside(node: Node, kinds: readonly string[]): boolean {
  for (let outer = node.parent; outer; outer = outer.parent) if (kinds.includes(outer.type)) return true;
  return false;
}

const functionPointer = /[^;{}]*\(\*(\w+)\)\([^;]*\);/g;

/** Whether two types differ in nothing but in what the functions take and return that their pointers lead to. */
export function isSameLayout(old: CData, now: CData): boolean {
  const [before, after] = [old, now].map(({ code }) => code.replace(functionPointer, '*$1;'));
  return old.kind === 'type' && before === after;
}

/** Whether an enum only has more values at its end: those that it had mean what they meant. */
export function isLongerEnum(old: CData, now: CData): boolean {
  const before = old.code.replace(/,?\}$/, '');
  return (
    old.name.startsWith('enum ') &&
    now.code.startsWith(before) &&
    /^,|^\}/.test(now.code.slice(before.length))
  );
}
