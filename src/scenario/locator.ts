import {
  type Alias,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import type { Diagnostic } from './diagnostic.js';
import type { ErrorCode } from './error-code.js';
import type { Source } from './statement.js';

/** Where in a document: the keys and indices from its root. */
export type Path = readonly PropertyKey[];

/** The text of a file by lines, and what is said about a position in it. */
export class SourceText {
  /** To be filled by the parser of the text. */
  readonly lines = new LineCounter();
  private readonly texts: readonly string[];

  constructor(
    private readonly file: string,
    private readonly text: string,
  ) {
    this.texts = text.split('\n');
  }

  sourceAt(offset: number): Source {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  /**
   * The position of a character of a scalar's value, if the scalar at `offset` is written as it is, with or without quotes.
   * Where a line break or an escape stands for something else, there is no telling.
   */
  sourceWithin(offset: number, value: string, index: number): Source | undefined {
    const begin = /["']/.test(this.text[offset] ?? '') ? offset + 1 : offset;
    return this.text.startsWith(value, begin) ? this.sourceAt(begin + index) : undefined;
  }

  diagnose({ line, column }: Source, code: ErrorCode, message: string, hint?: string): Diagnostic {
    const excerpt = (this.texts[line - 1] ?? '').trimEnd();
    return { code, message, file: this.file, line, column, excerpt, ...(hint && { hint }) };
  }
}

/** Finds where the parts of a YAML document stand in its text. */
export class Locator {
  private readonly pairs = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

  /** @param targets what each alias stands for */
  constructor(
    private readonly root: Node,
    private readonly targets: ReadonlyMap<Alias, Node>,
  ) {}

  /** The offset of the value at `path`, or of what is nearest around it; with `key`, of its key. */
  offsetOf(path: Path, what: 'key' | 'value'): number {
    let node: Node | undefined = this.root;
    let offset = startOf(node) ?? 0;
    path.forEach((step, index) => {
      const container: Node | undefined = isAlias(node) ? this.targets.get(node) : node;
      const pair = isMap(container) ? this.pairsOf(container).get(String(step)) : undefined;
      const child: unknown = pair?.value ?? (isSeq(container) ? container.items[Number(step)] : undefined);
      node = isNode(child) ? child : undefined;
      const shown = what === 'key' && index === path.length - 1 ? pair?.key : node;
      offset = startOf(shown) ?? offset;
    });
    return offset;
  }

  /** A mapping may have thousands of keys, and each is looked up: hence an index. */
  private pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
    const known = this.pairs.get(map);
    if (known) return known;
    const pairs = new Map(
      map.items.map((pair) => [isScalar(pair.key) ? String(pair.key.value) : '', pair] as const),
    );
    this.pairs.set(map, pairs);
    return pairs;
  }
}

/** Where a node begins in the text. */
export function startOf(node: unknown): number | undefined {
  return isNode(node) && node.range ? node.range[0] : undefined;
}
