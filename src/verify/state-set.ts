import { Refusal } from './refusal.js';

const bytesPerWord = 4;

/** A set of packed states, from the least to the greatest, each once. */
export class StateSet {
  readonly count: number;

  /**
   * @param words of a state
   * @param packed the states, as unsigned words
   * @throws Refusal when they are not in order, or one is there twice
   */
  constructor(
    readonly words: number,
    readonly packed: Uint32Array,
  ) {
    this.count = packed.length / words;
    if (!Number.isInteger(this.count)) throw new Refusal('the last state is cut off');
    for (let state = 1; state < this.count; state++)
      if (this.compare(state - 1, packed, state * words) >= 0)
        throw new Refusal(`state ${state} is not greater than the one before it`);
  }

  /** The number of a packed state; -1 where it is not in the set. */
  find(packed: Uint32Array, at = 0): number {
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const order = this.compare(middle, packed, at);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  private compare(state: number, others: Uint32Array, at: number): number {
    const { words, packed } = this;
    for (let word = 0, from = state * words; word < words; word++) {
      const one = packed[from + word] as number;
      const other = others[at + word] as number;
      if (one !== other) return one < other ? -1 : 1;
    }
    return 0;
  }
}

/**
 * Numbers as bytes that compress well: by column, the difference from the one before, and of these first all lowest bytes, then all
 * next ones.
 *
 * @param columns how many numbers stand in a row
 */
export function toPlanes(numbers: Uint32Array, columns: number): Uint8Array {
  const rows = numbers.length / columns;
  const bytes = new Uint8Array(bytesPerWord * numbers.length);
  for (let column = 0; column < columns; column++) {
    let before = 0;
    for (let row = 0, to = column * bytesPerWord * rows; row < rows; row++, to++) {
      const number = numbers[row * columns + column] as number;
      const difference = number - before;
      before = number;
      for (let plane = 0; plane < bytesPerWord; plane++)
        bytes[to + plane * rows] = difference >>> (8 * plane);
    }
  }
  return bytes;
}

/** The numbers again. @throws Refusal when bytes are missing */
export function fromPlanes(bytes: Uint8Array, columns: number): Uint32Array {
  const rows = bytes.length / (bytesPerWord * columns);
  if (!Number.isInteger(rows)) throw new Refusal('the last row of numbers is cut off');
  const numbers = new Uint32Array(rows * columns);
  for (let column = 0; column < columns; column++) {
    let before = 0;
    for (let row = 0, from = column * bytesPerWord * rows; row < rows; row++, from++) {
      let difference = 0;
      for (let plane = 0; plane < bytesPerWord; plane++)
        difference |= (bytes[from + plane * rows] as number) << (8 * plane);
      before = (before + difference) >>> 0;
      numbers[row * columns + column] = before;
    }
  }
  return numbers;
}
