/** How a name is used that is not called there. */
export const use = {
  /** Assigned, returned, or chosen between. */
  plain: 0,
  /** An argument of a call. */
  argument: 1,
  /** The value of a field in an initialiser. */
  field: 2,
  /** An element of an initialiser that names no field. */
  element: 3,
  /** Assigned to a field. */
  assignment: 4,
} as const;

/** How many numbers each fact consists of. */
export const functionWidth = 3;
export const callWidth = 2;
export const referenceWidth = 6;

/** Rows of numbers that grow, each of the same width. */
export class Rows {
  data: Int32Array;
  length = 0;

  constructor(capacity = 1024) {
    this.data = new Int32Array(capacity);
  }

  static of(value: number): Rows {
    const rows = new Rows();
    rows.push(value);
    return rows;
  }

  push(value: number): void {
    if (this.length === this.data.length) {
      const larger = new Int32Array(this.data.length * 2);
      larger.set(this.data);
      this.data = larger;
    }
    this.data[this.length++] = value;
  }
}

/**
 * What a file says, in numbers of a table of names.
 *
 * - functions: name, line, traits
 * - calls: the number of the function in the file, name
 * - field calls: the number of the function in the file, name of the field
 * - references: the number of the function in the file or -1, name, `use` + 8 × position, name of what is called or of the field, name of
 *   the type of which there is an initialiser, line
 */
export class FileFacts {
  readonly functions = new Rows();
  readonly calls = new Rows(4096);
  readonly fieldCalls = new Rows();
  readonly references = new Rows(4096);

  clear(): void {
    this.functions.length = 0;
    this.calls.length = 0;
    this.fieldCalls.length = 0;
    this.references.length = 0;
  }
}
