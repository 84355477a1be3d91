import { MemoryExhaustedError } from './memory.js';

/** An array of zeros. @throws MemoryExhaustedError when the machine has none of that length to give */
export function allocate(length: number): Int32Array<ArrayBuffer> {
  try {
    return new Int32Array(length);
  } catch {
    throw new MemoryExhaustedError();
  }
}
