import {
  Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  parseDocument,
  type Range,
  visit,
  type YAMLMap,
} from 'yaml';

/** A part of a scenario file that is to be something else. */
export interface Edit {
  /** The keys that lead to it. All but the last are there, or only the last two are not. */
  readonly path: readonly [string, ...(string | number)[]];
  readonly value: unknown;
}

/**
 * The text of a scenario file with some parts of it replaced, and everything else as it was written: comments, order and
 * layout. What is put in stands on one line.
 *
 * @returns nothing where a path leads nowhere
 */
export function editText(text: string, edits: readonly Edit[]): string | undefined {
  return edits.reduce<string | undefined>(
    (edited, edit) => (edited === undefined ? undefined : editOnce(edited, edit)),
    text,
  );
}

function editOnce(text: string, { path, value }: Edit): string | undefined {
  const document = parseDocument(text, { keepSourceTokens: true });
  const old = document.getIn(path, true);
  if (isNode(old) && old.range) return replace(text, old.range, value);
  const parent = document.getIn(path.slice(0, -1), true);
  return path.length > 1 && isMap(parent)
    ? insertIntoMap(text, parent, String(path.at(-1)), value)
    : insertAtEnd(text, path, value);
}

/** What spans lines of its own goes to the end of the line before. */
function replace(text: string, [begin, end]: Range, value: unknown): string {
  const tail = /\s*$/.exec(text.slice(begin, end))?.[0] ?? '';
  const isBlock = startsItsLine(text, begin) && isCollectionText(text.slice(begin, end));
  const before = isBlock ? `${text.slice(0, begin).trimEnd()} ` : text.slice(0, begin);
  return `${before}${flow(value)}${tail}${text.slice(end)}`;
}

function isCollectionText(text: string): boolean {
  return text.trimEnd().includes('\n');
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function startsItsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}

/** A new key at the end of the file; where it is one of two, both: `patch: { order: [f] }`. */
function insertAtEnd(text: string, path: Edit['path'], value: unknown): string | undefined {
  const [first, second, ...more] = path;
  if (first === undefined || more.length > 0) return undefined;
  const whole = second === undefined ? value : { [second]: value };
  return `${text.replace(/\n*$/, '\n')}${first}: ${flow(whole)}\n`;
}

function insertIntoMap(text: string, map: YAMLMap, key: string, value: unknown): string | undefined {
  if (!map.range) return undefined;
  if (map.flow) {
    const close = map.range[1] - 1;
    const before = text.slice(0, close).trimEnd();
    return `${before}${map.items.length > 0 ? ',' : ''} ${key}: ${flow(value)} ${text.slice(close)}`;
  }
  const [first] = map.items;
  if (!isPair(first) || !isScalar(first.key) || !first.key.range) return undefined;
  const begin = first.key.range[0];
  const indentation = text.slice(lineStart(text, begin), begin);
  if (indentation.trim() !== '') return undefined;
  return `${text.slice(0, begin)}${key}: ${flow(value)}\n${indentation}${text.slice(begin)}`;
}

/** A value as it is written on one line. */
function flow(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Collection(_, node) {
      node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false }).trimEnd();
}
