import { MemoryExhaustedError } from './memory.js';

/*
 * Memory that no search uses now. V8 does not know how large shared memory is, and is slow to collect it: two large
 * searches, one after the other, would take twice as much as one.
 */
const free: SharedArrayBuffer[] = [];
const mostFree = 8;

/** Nothing may use the array any more. */
export function giveBack({ buffer }: Int32Array<SharedArrayBuffer>): void {
  free.unshift(buffer);
  free.length = Math.min(free.length, mostFree);
}

/** An array of that many words, whatever they are. What of it is never used takes no memory. @throws MemoryExhaustedError */
export function reserve(words: number): Int32Array<SharedArrayBuffer> {
  const bytes = Int32Array.BYTES_PER_ELEMENT * words;
  const fitting = free.findIndex(({ byteLength }) => byteLength >= bytes && byteLength < 4 * bytes);
  const [reused] = fitting < 0 ? [] : free.splice(fitting, 1);
  try {
    return new Int32Array(reused ?? new SharedArrayBuffer(bytes), 0, words);
  } catch {
    throw new MemoryExhaustedError();
  }
}

/** A longer array with the first `used` words of another one, which is given back. @throws MemoryExhaustedError */
export function enlarged(
  array: Int32Array<SharedArrayBuffer>,
  words: number,
  used: number,
): Int32Array<SharedArrayBuffer> {
  const longer = reserve(words);
  longer.set(array.subarray(0, Math.min(used, array.length)));
  giveBack(array);
  return longer;
}
