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

/** A name of the exported file that stands for a number. */
export interface Definition {
  readonly name: string;
  readonly value: number;
}

/** How the values of all sorts are written, and what has to be defined for that. */
export class Codings {
  readonly definitions: Definition[] = [];
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
  private readonly names = new Map<string, Term>();

  /**
   * @param first the number of the first process: that of nobody is one that no process has
   */
  constructor(
    system: System,
    private readonly identifiers: Identifiers,
    readonly first: number,
  ) {
    const none = first === 0 ? system.processes.length : 0;
    this.definitions.push({ name: nobody, value: none });
    const processes = system.processes.map(({ name, template }, index) => {
      // The name of the only process of a template is that of its proctype.
      const text = template.count === 1 ? `number of ${name}` : name;
      return [name, this.define(text, first + index)] as const;
    });
    this.processes = codingOf('processes', [[nobody, literal(none, nobody)], ...processes]);
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
        const coding =
          this.enumerations.get(key) ??
          codingOf(
            'names',
            sort.values.map((value, index) => [value, this.nameOf(value, index)]),
          );
        this.enumerations.set(key, coding);
        return coding;
      }
    }
  }

  /** A value of several enumerations is defined once where its number is the same in all. */
  private nameOf(value: string, number: number): Term {
    const key = `${number} ${value}`;
    const term = this.names.get(key) ?? this.define(value, number);
    this.names.set(key, term);
    return term;
  }

  private define(text: string, value: number): Term {
    const name = this.identifiers.allocate(text);
    this.definitions.push({ name, value });
    return literal(value, name);
  }
}

function codingOf(kind: Coding['kind'], terms: readonly (readonly [string, Term])[]): Coding {
  const byName = new Map(terms);
  return {
    kind,
    values: [...byName.keys()],
    encode: (value) => (typeof value === 'string' ? byName.get(value) : undefined),
  };
}
