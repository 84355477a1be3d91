import type { Memory } from '../engine/index.js';

const chunkLength = 1 << 12;

/** A queue of integers. Its memory is counted, and what has been taken out is given back. */
export class IntQueue {
  private readonly chunks: Int32Array[] = [];
  private end = chunkLength;
  private next = 0;

  constructor(private readonly memory: Memory) {}

  push(item: number): void {
    if (this.end === chunkLength) {
      this.chunks.push(this.memory.claim(Int32Array, chunkLength));
      this.end = 0;
    }
    (this.chunks.at(-1) as Int32Array)[this.end++] = item;
  }

  /** The item that was pushed first of those that are left; undefined when none is. */
  shift(): number | undefined {
    const [first] = this.chunks;
    if (!first || (this.chunks.length === 1 && this.next === this.end)) return undefined;
    const item = first[this.next++];
    if (this.next === chunkLength) {
      this.memory.release(first);
      this.chunks.shift();
      this.next = 0;
    }
    return item;
  }

  release(): void {
    this.memory.release(...this.chunks);
  }
}
