import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import type { ErrorCode } from './error-code.js';

/*
 * YAML can say more than a scenario: documents that contain themselves, that expand to billions of parts, or whose
 * keys are lists or repeated. What is left without those is a finite tree of reasonable size, as JSON would write it.
 */

/** Deeper than any scenario, and shallow enough for every function that recurs over statements. */
const maximumDepth = 100;
/** Parts that a document may have once its aliases are expanded; more is an attack or an accident. */
const maximumParts = 100_000;

/** A part of a document that no scenario has, and why not. */
export interface Unusable {
  readonly node: Node;
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
}

export interface Plain {
  readonly value: unknown;
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
  /** When there are any, the value is not to be used. */
  readonly unusable: readonly Unusable[];
}

/** The value of a document, with its aliases expanded. */
export function toPlain(root: Node): Plain {
  const reader = new Reader();
  const { value } = reader.read(root, 1);
  return { value, targets: reader.targets, unusable: reader.unusable };
}

interface Part {
  readonly value: unknown;
  /** How many parts it has, itself included. */
  readonly size: number;
}

/** Reads in the order of the text, in which an anchor stands before its aliases. */
class Reader {
  readonly targets = new Map<Alias, Node>();
  readonly unusable: Unusable[] = [];
  private readonly anchors = new Map<string, Node>();
  /** What has been read; absent for a node that is still being read, so that it would contain itself. */
  private readonly parts = new Map<Node, Part>();

  read(node: Node, depth: number): Part {
    if (depth > maximumDepth)
      return this.reject(node, 'too-large', `nested more than ${maximumDepth} levels deep`);
    if (isAlias(node)) return this.readAlias(node);
    if ('anchor' in node && node.anchor !== undefined) this.anchors.set(node.anchor, node);
    const read = isMap(node)
      ? this.readMap(node, depth)
      : isSeq<Node>(node)
        ? collect(
            node.items.map((item) => this.read(item, depth + 1)),
            (values) => values,
          )
        : { value: isScalar(node) ? node.value : null, size: 1 };
    const isTooLarge = read.size > maximumParts;
    const part = isTooLarge
      ? this.reject(node, 'too-large', `with its aliases expanded, it has more than ${maximumParts} parts`)
      : read;
    this.parts.set(node, part);
    return part;
  }

  private readAlias(alias: Alias): Part {
    const target = this.anchors.get(alias.source);
    if (target === undefined)
      return this.reject(alias, 'yaml-syntax', `nothing before it is anchored as '&${alias.source}'`);
    this.targets.set(alias, target);
    return (
      this.parts.get(target) ?? this.reject(alias, 'yaml-syntax', `'*${alias.source}' would contain itself`)
    );
  }

  private readMap(map: YAMLMap, depth: number): Part {
    const keys = new Set<string>();
    const entries = (map as YAMLMap<Node, Node | null>).items.map(({ key: keyNode, value }) => {
      const key = this.readKey(keyNode);
      if (keys.has(key)) this.reject(keyNode, 'duplicate-key', `the key '${key}' is there twice`);
      keys.add(key);
      return { key, part: value ? this.read(value, depth + 1) : { value: null, size: 1 } };
    });
    return collect(
      entries.map(({ part }) => part),
      (values) => Object.fromEntries(entries.map(({ key }, index) => [key, values[index]])),
    );
  }

  private readKey(node: Node): string {
    const key = isScalar(node) ? String(node.value) : '';
    if (key === '__proto__') this.reject(node, 'reserved-name', `no key can be called '${key}'`);
    if (isScalar(node) && node.value !== null) return key;
    // Besides being nothing to YAML, null is a consistency model.
    const hint = isScalar(node) && node.source ? `as text: '${node.source}'` : undefined;
    this.reject(node, 'invalid-name', 'expected a name as the key', hint);
    return String(node.range?.[0]);
  }

  private reject(node: Node, code: ErrorCode, message: string, hint?: string): Part {
    this.unusable.push({ node, code, message, ...(hint && { hint }) });
    return { value: null, size: 1 };
  }
}

function collect(parts: readonly Part[], build: (values: readonly unknown[]) => unknown): Part {
  return {
    value: build(parts.map(({ value }) => value)),
    size: parts.reduce((sum, { size }) => sum + size, 1),
  };
}
