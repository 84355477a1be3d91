/** Rows of numbers, by number: which rows a number stands in, in ascending order. */
export class Inverse {
  private readonly begins: Uint32Array;
  private readonly rows: Uint32Array;

  /**
   * @param numbers of all rows, one after the other; 0 stands for none
   * @param count numbers are below it
   * @param rowAt the row in which each stands, in ascending order; each in a row of its own where it is left out
   */
  constructor(numbers: Int32Array, count: number, rowAt?: Uint32Array) {
    const begins = new Uint32Array(count + 2);
    for (let at = 0; at < numbers.length; at++) {
      const number = (numbers[at] as number) + 2;
      begins[number] = (begins[number] as number) + 1;
    }
    for (let number = 2; number < begins.length; number++)
      begins[number] = (begins[number] as number) + (begins[number - 1] as number);
    this.rows = new Uint32Array(numbers.length);
    for (let at = 0; at < numbers.length; at++) {
      const number = (numbers[at] as number) + 1;
      const slot = begins[number] as number;
      begins[number] = slot + 1;
      this.rows[slot] = rowAt ? (rowAt[at] as number) : at;
    }
    this.begins = begins;
  }

  /** The rows in which a number stands. */
  of(number: number): Uint32Array {
    return number === 0 ? nothing : this.rows.subarray(this.begins[number], this.begins[number + 1]);
  }
}

const nothing = new Uint32Array(0);

/** For each position of the rows, in which row it stands. */
export function rowOfEach(begins: Uint32Array): Uint32Array {
  const rows = new Uint32Array(begins.at(-1) ?? 0);
  for (let row = 0; row + 1 < begins.length; row++) {
    const end = begins[row + 1] as number;
    for (let at = begins[row] as number; at < end; at++) rows[at] = row;
  }
  return rows;
}
