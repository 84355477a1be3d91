import type { LexedBatch } from './lex-files.js';
import type { NameTable } from './name-table.js';

/** The names that the other side knows, with the numbers that it knows them by. */
export class SentNames {
  private numbers = new Int32Array(1 << 16);
  private count = 0;
  private fresh: number[] = [];

  constructor(private readonly names: NameTable) {}

  numberOf(name: number): number {
    if (name === 0) return 0;
    if (name >= this.numbers.length) {
      const larger = new Int32Array(Math.max(this.names.count, this.numbers.length * 2));
      larger.set(this.numbers);
      this.numbers = larger;
    }
    if (this.numbers[name] === 0) {
      this.numbers[name] = ++this.count;
      this.fresh.push(name);
    }
    return this.numbers[name] as number;
  }

  /** The names that are new since the last time, in the order of their numbers. */
  takeNew(): LexedBatch['names'] {
    const { bytes, begins } = this.names;
    const ends = new Uint32Array(this.fresh.length);
    let length = 0;
    this.fresh.forEach((name, index) => {
      length += (begins[name + 1] as number) - (begins[name] as number);
      ends[index] = length;
    });
    const all = new Uint8Array(length);
    this.fresh.forEach((name, index) => {
      all.set(bytes.subarray(begins[name], begins[name + 1]), index === 0 ? 0 : ends[index - 1]);
    });
    this.fresh = [];
    return { bytes: all, ends };
  }
}
