import { createHash } from 'node:crypto';
import { type Columns, columnKinds } from './columns.js';

/*
 * A file: the mark, the SHA-256 of all that follows, how many bytes the head has, the head in JSON, and the columns, each from a multiple of 8
 * on. Numbers are little-endian, as on every machine that Node runs on.
 */

const mark = Buffer.from('klpcheck index\n\0', 'latin1');
/** What the numbers mean; which columns there are, the head says. */
const version = 1;
const hashBytes = 32;
const headBegin = mark.length + hashBytes + 8;

interface Head {
  readonly version: number;
  /** The columns, in their order, and how many numbers each has. */
  readonly columns: readonly (readonly [name: string, length: number])[];
}

/** Why a file is no index that can be read. */
export type Damage = 'not-an-index' | 'other-version' | 'damaged';

export function encodeIndex(columns: Columns): Uint8Array {
  const head: Head = { version, columns: columnKinds.map(([name]) => [name, columns[name].length]) };
  const headText = Buffer.from(JSON.stringify(head));
  let size = aligned(headBegin + headText.length);
  for (const [name] of columnKinds) size += aligned(columns[name].byteLength);
  const file = Buffer.alloc(size);
  mark.copy(file);
  file.writeUInt32LE(headText.length, headBegin - 8);
  headText.copy(file, headBegin);
  let at = aligned(headBegin + headText.length);
  for (const [name] of columnKinds) {
    const { buffer, byteOffset, byteLength } = columns[name];
    file.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += aligned(byteLength);
  }
  hashOf(file).copy(file, mark.length);
  return file;
}

/** Reads what {@link encodeIndex} has written. The columns share its memory. */
export function decodeIndex(bytes: Uint8Array): Columns | Damage {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!file.subarray(0, mark.length).equals(mark)) return 'not-an-index';
  if (file.length < headBegin || !hashOf(file).equals(file.subarray(mark.length, mark.length + hashBytes)))
    return 'damaged';
  const headLength = file.readUInt32LE(headBegin - 8);
  const head = JSON.parse(file.toString('utf8', headBegin, headBegin + headLength)) as Head;
  const isSame = columnKinds.every(([name], number) => head.columns?.[number]?.[0] === name);
  if (head.version !== version || !isSame || head.columns.length !== columnKinds.length)
    return 'other-version';
  // A column must begin at a multiple of its width in memory too.
  const memory =
    bytes.buffer instanceof ArrayBuffer && bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  let at = aligned(headBegin + headLength);
  const columns = columnKinds.map(([name, Kind], number) => {
    const [, length = 0] = head.columns[number] ?? [];
    const column = new Kind(memory.buffer as ArrayBuffer, memory.byteOffset + at, length);
    at += aligned(column.byteLength);
    return [name, column] as const;
  });
  return Object.fromEntries(columns) as unknown as Columns;
}

function hashOf(file: Buffer): Buffer {
  return createHash('sha256')
    .update(file.subarray(mark.length + hashBytes))
    .digest();
}

function aligned(bytes: number): number {
  return (bytes + 7) & ~7;
}
