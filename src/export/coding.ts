import { nobody, type SortDescription, type System, type Value } from '../system/index.js';
import type { Identifiers } from './identifiers.js';
import { literal, no, type Term, yes } from './term.js';

/** How the values of a sort are written as numbers. Sorts of the same coding can be compared as they are. */
export interface Coding {
  readonly kind: 'boolean' | 'integer' | 'names' | 'processes';
  /** In a fixed order; of integers, none. */
  readonly values: readonly string[];
  /** A value as a constant; nothing when it is not one of the values. */
  encode(value: Value): Term | undefined;
}

/** The numbers of all processes, and of what they and other names are called in the exported file. */
export class Codings {
  /** What is to be defined before it is used. */
  readonly definitions: { readonly name: string; readonly value: number }[] = [];
  readonly boolean: Coding = {
    kind: 'boolean',
    values: [],
    encode: (value) => (typeof value === 'boolean' ? (value ? yes : no) : undefined),
  };
  readonly integer: Coding = {
    kind: 'integer',
    values: [],
    encode: (value) => (typeof value === 'number' ? literal(value) : undefined),
  };
  readonly processes: Coding;
  private readonly enumerations = new Map<string, Coding>();
  private readonly names = new Map<string, string>();

  /**
   * @param first the number of the first process: that of nobody is one that no process has
   */
  constructor(
    system: System,
    private readonly identifiers: Identifiers,
    readonly first: number,
  ) {
    const numbers = new Map(system.processes.map(({ name }, index) => [name, first + index]));
    this.processes = this.define(
      'processes',
      new Map([[nobody, first === 0 ? system.processes.length : 0], ...numbers]),
    );
  }

  /** The number of a process. */
  numberOf(process: string): number {
    const constant = this.processes.encode(process)?.constant;
    if (typeof constant !== 'number') throw new Error(`there is no process '${process}'`);
    return constant;
  }

  of(sort: SortDescription): Coding {
    switch (sort.kind) {
      case 'boolean':
        return this.boolean;
      case 'range':
        return this.integer;
      case 'process':
        return this.processes;
      case 'enumeration': {
        const key = JSON.stringify(sort.values);
        const known = this.enumerations.get(key);
        if (known) return known;
        const coding = this.define('names', new Map(sort.values.map((value, index) => [value, index])));
        this.enumerations.set(key, coding);
        return coding;
      }
    }
  }

  private define(kind: Coding['kind'], numbers: ReadonlyMap<string, number>): Coding {
    const terms = new Map(
      [...numbers].map(([name, number]) => [name, literal(number, this.nameOf(name, number))]),
    );
    return {
      kind,
      values: [...numbers.keys()],
      encode: (value) => (typeof value === 'string' ? terms.get(value) : undefined),
    };
  }

  /** One identifier for each name and number: a value of several sorts is defined once where its number is the same. */
  private nameOf(name: string, number: number): string {
    const key = `${number} ${name}`;
    const known = this.names.get(key);
    if (known !== undefined) return known;
    const isNobody = name === nobody && this.definitions.length === 0;
    const identifier = isNobody ? nobody : this.identifiers.allocate(name);
    this.definitions.push({ name: identifier, value: number });
    this.names.set(key, identifier);
    return identifier;
  }
}
