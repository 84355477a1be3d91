import { processesWithRole, type System, stateVariables, type Value, valuesOf } from '../system/index.js';

/** By field, the number of its value among the values of the field: a state as numbers. */
export type StateVector = Int32Array;

/** Where a process stands, or what a variable holds, and where that stands in a packed state. */
export interface Field {
  /** The name of the process, or how states name the variable. */
  readonly name: string;
  /** The names of the locations, or the values of the sort, in their order. */
  readonly values: readonly Value[];
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
}

const wordBits = 32;

/**
 * How a certificate writes a state: a field for each process, then one for each variable, in the order of the system; each
 * takes as many bits as its values need, from the top of a word down, and none crosses a word.
 */
export class Layout {
  readonly fields: readonly Field[];
  /** Words of 32 bits that a packed state takes. */
  readonly words: number;

  constructor(system: System) {
    const locations = system.processes.map(({ name, template }) => ({
      name,
      values: template.graph.locations.map((each) => each.name),
    }));
    const variables = stateVariables(system).map(({ key, variable }) => ({
      name: key,
      values: valuesOf(variable.sort, (role) => processesWithRole(system, role)),
    }));
    let word = 0;
    let free = wordBits;
    this.fields = [...locations, ...variables].map(({ name, values }) => {
      const bits = bitsFor(values.length);
      if (bits > free) {
        word += 1;
        free = wordBits;
      }
      free -= bits;
      // A field without bits may stand behind the last one.
      return { name, values, word, shift: free % wordBits, mask: 2 ** bits - 1 };
    });
    this.words = word + 1;
  }

  pack(vector: StateVector, words: Uint32Array, at = 0): void {
    const { fields } = this;
    words.fill(0, at, at + this.words);
    for (let index = 0; index < fields.length; index++) {
      const { word, shift } = fields[index] as Field;
      words[at + word] = (words[at + word] as number) | ((vector[index] as number) << shift);
    }
  }

  unpack(words: Uint32Array, at: number, vector: StateVector): void {
    const { fields } = this;
    for (let index = 0; index < fields.length; index++) {
      const { word, shift, mask } = fields[index] as Field;
      vector[index] = ((words[at + word] as number) >>> shift) & mask;
    }
  }

  /** Whether each number is that of a value: bits that mean nothing are no state. */
  isState(vector: StateVector): boolean {
    return this.fields.every(({ values }, index) => (vector[index] as number) < values.length);
  }
}

function bitsFor(values: number): number {
  return values <= 1 ? 0 : wordBits - Math.clz32(values - 1);
}
