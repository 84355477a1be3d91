import type { Columns } from './columns.js';
import { Inverse, rowOfEach } from './inverse.js';
import { findName } from './name-slots.js';

/** What questions are answered with, made of the columns when the first question needs it. */
export class Lookups {
  private readonly made = new Map<string, unknown>();

  constructor(
    private readonly columns: Columns,
    private readonly files: readonly string[],
  ) {}

  /** The file of each function. */
  get fileOfFunction(): Uint32Array {
    return this.once('fileOfFunction', () => rowOfEach(this.columns.functionBegins));
  }

  get functionsByName(): Inverse {
    return this.once('functionsByName', () => this.inverse(this.columns.functionNames));
  }

  /** By name, the functions that call it. */
  get callers(): Inverse {
    const { calls, callBegins } = this.columns;
    return this.once('callers', () => this.inverse(calls, rowOfEach(callBegins)));
  }

  /** By field, the functions that call through it. */
  get fieldCallers(): Inverse {
    return this.once('fieldCallers', () => {
      const { fieldCalls } = this.columns;
      const fields = fieldCalls.filter((_, at) => at % 2 === 1);
      return this.inverse(fields, Uint32Array.from(fieldCalls.filter((_, at) => at % 2 === 0)));
    });
  }

  /** By the name of a function, the references to it. */
  get references(): Inverse {
    return this.once('references', () => this.inverse(this.columns.referenceTargets));
  }

  /** By field or callee, the references that stand there. */
  get contexts(): Inverse {
    return this.once('contexts', () => this.inverse(this.columns.referenceContexts));
  }

  get fileNumbers(): ReadonlyMap<string, number> {
    return this.once('fileNumbers', () => new Map(this.files.map((file, number) => [file, number])));
  }

  /** The number of a name, or 0. */
  numberOf(name: string): number {
    const { nameBytes, nameBegins, nameSlots } = this.columns;
    return findName(nameBytes, nameBegins, nameSlots, name);
  }

  textOf(name: number): string {
    const { nameBytes, nameBegins } = this.columns;
    const begin = nameBegins[name] as number;
    const length = (nameBegins[name + 1] as number) - begin;
    return Buffer.from(nameBytes.buffer, nameBytes.byteOffset + begin, length).toString('latin1');
  }

  fileOfReference(each: number): number {
    const { referenceBegins } = this.columns;
    let low = 0;
    let high = referenceBegins.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((referenceBegins[middle] as number) <= each) low = middle;
      else high = middle;
    }
    return low;
  }

  private inverse(numbers: Int32Array, rowOf?: Uint32Array): Inverse {
    return new Inverse(numbers, this.columns.nameBegins.length - 1, rowOf);
  }

  private once<T>(key: string, make: () => T): T {
    if (!this.made.has(key)) this.made.set(key, make());
    return this.made.get(key) as T;
  }
}
