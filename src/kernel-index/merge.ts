import { type Columns, maximumLine, traitBits } from './columns.js';
import { Rows } from './facts.js';
import type { FileRecord } from './lex-files.js';
import { slotsOf } from './name-slots.js';
import type { NameTable } from './name-table.js';
import type { SourceFile } from './source-tree.js';
import { trait } from './words.js';

/** What a file says, and the hashes of names in it of which there was no function before. */
export interface KnownFile extends FileRecord {
  readonly file: SourceFile;
  readonly pending: Int32Array;
}

/**
 * Puts together what all files say. The same files give the same columns, to the last bit, in whatever order they were read.
 *
 * @param files in the order of their paths
 * @param isFunction by number of name, whether there is a function of that name: {@link functionsOf}
 */
export function mergeRecords(files: readonly KnownFile[], names: NameTable, isFunction: Uint8Array): Columns {
  const merger = new Merger(names, isFunction);
  for (const file of files) merger.add(file);
  return merger.columns(files);
}

/** By number of name, whether a function is called that: macros are none. */
export function functionsOf(files: readonly FileRecord[], names: NameTable): Uint8Array {
  const isFunction = new Uint8Array(names.count);
  for (const { records, begin } of files) {
    let at = begin;
    for (let left = records[at++] as number; left > 0; left--) {
      if (((records[at + 2] as number) & trait.macro) === 0) isFunction[records[at] as number] = 1;
      at += 3;
      at += 1 + (records[at] as number);
      at += 1 + (records[at] as number);
    }
  }
  return isFunction;
}

class Merger {
  private readonly numbers: Int32Array;
  private readonly order = new Rows(1 << 16);
  private readonly functionBegins = Rows.of(0);
  private readonly functionNames = new Rows(1 << 16);
  private readonly functionPlaces = new Rows(1 << 16);
  private readonly callBegins = Rows.of(0);
  private readonly calls = new Rows(1 << 16);
  private readonly fieldCalls = new Rows(1 << 16);
  private readonly referenceBegins = Rows.of(0);
  private readonly references = Array.from({ length: 6 }, () => new Rows(1 << 16)) as [
    Rows,
    Rows,
    Rows,
    Rows,
    Rows,
    Rows,
  ];
  private readonly pendingBegins = Rows.of(0);
  private readonly pending = new Rows(1 << 16);

  constructor(
    private readonly names: NameTable,
    private readonly isFunction: Uint8Array,
  ) {
    this.numbers = new Int32Array(names.count);
  }

  add(file: KnownFile): void {
    const { records, begin } = file;
    let at = begin;
    const firstFunction = this.functionNames.length;
    for (let left = records[at++] as number; left > 0; left--) {
      const number = this.functionNames.length;
      this.functionNames.push(this.numberOf(records[at++] as number));
      const line = Math.min(records[at++] as number, maximumLine);
      this.functionPlaces.push((line << traitBits) | (records[at++] as number));
      for (let calls = records[at++] as number; calls > 0; calls--)
        this.calls.push(this.numberOf(records[at++] as number));
      this.callBegins.push(this.calls.length);
      for (let fields = records[at++] as number; fields > 0; fields--) {
        this.fieldCalls.push(number);
        this.fieldCalls.push(this.numberOf(records[at++] as number));
      }
    }
    this.functionBegins.push(this.functionNames.length);
    this.addReferences(file, at, firstFunction);
  }

  private addReferences({ records, pending: before }: KnownFile, begin: number, firstFunction: number): void {
    let at = begin;
    const pending = new Set<number>(before);
    const [scopes, targets, uses, contexts, types, lines] = this.references;
    for (let left = records[at++] as number; left > 0; left--, at += 6) {
      const target = records[at + 1] as number;
      if (this.isFunction[target] === 0) {
        pending.add(this.names.hashOf(target));
        continue;
      }
      const scope = records[at] as number;
      scopes.push(scope < 0 ? -1 : scope + firstFunction);
      targets.push(this.numberOf(target));
      uses.push(records[at + 2] as number);
      contexts.push(this.numberOf(records[at + 3] as number));
      types.push(this.numberOf(records[at + 4] as number));
      lines.push(records[at + 5] as number);
    }
    this.referenceBegins.push(targets.length);
    for (const hash of Int32Array.from(pending).sort()) this.pending.push(hash);
    this.pendingBegins.push(this.pending.length);
  }

  /** In the order in which they are asked for. */
  private numberOf(name: number): number {
    if (name === 0) return 0;
    if (this.numbers[name] === 0) {
      this.order.push(name);
      this.numbers[name] = this.order.length;
    }
    return this.numbers[name] as number;
  }

  columns(files: readonly KnownFile[]): Columns {
    const [scopes, targets, uses, contexts, types, lines] = this.references;
    return {
      ...this.nameColumns(),
      paths: Buffer.from(files.map(({ file }) => file.path).join('\n')),
      fileSizes: Float64Array.from(files, ({ size }) => size),
      fileTimes: Float64Array.from(files, ({ modifiedMs }) => modifiedMs),
      fileHashes: Int32Array.from(files.flatMap(({ hash }) => hash)),
      functionBegins: unsigned(this.functionBegins),
      functionNames: taken(this.functionNames),
      functionPlaces: taken(this.functionPlaces),
      callBegins: unsigned(this.callBegins),
      calls: taken(this.calls),
      fieldCalls: taken(this.fieldCalls),
      referenceBegins: unsigned(this.referenceBegins),
      referenceScopes: taken(scopes),
      referenceTargets: taken(targets),
      referenceUses: taken(uses),
      referenceContexts: taken(contexts),
      referenceTypes: taken(types),
      referenceLines: taken(lines),
      pendingBegins: unsigned(this.pendingBegins),
      pending: taken(this.pending),
    };
  }

  private nameColumns(): Pick<Columns, 'nameBytes' | 'nameBegins' | 'nameSlots'> {
    const { order, names } = this;
    const nameBegins = new Uint32Array(order.length + 2);
    for (let number = 1; number <= order.length; number++) {
      const name = order.data[number - 1] as number;
      const length = (names.begins[name + 1] as number) - (names.begins[name] as number);
      nameBegins[number + 1] = (nameBegins[number] as number) + length;
    }
    const nameBytes = new Uint8Array(nameBegins.at(-1) as number);
    for (let number = 1; number <= order.length; number++) {
      const name = order.data[number - 1] as number;
      nameBytes.set(names.bytes.subarray(names.begins[name], names.begins[name + 1]), nameBegins[number]);
    }
    return { nameBytes, nameBegins, nameSlots: slotsOf(nameBytes, nameBegins) };
  }
}

function taken({ data, length }: Rows): Int32Array {
  return data.subarray(0, length);
}

function unsigned({ data, length }: Rows): Uint32Array {
  return Uint32Array.from(data.subarray(0, length));
}
