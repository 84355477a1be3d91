import { processesWithRole, type System, stateVariables, type Value, valuesOf } from '../system/index.js';

/** By field, the number of its value among the values of the field: a state as numbers. */
export type StateVector = Int32Array;

/** Where a process stands, or what a variable holds. */
export interface Field {
  /** The name of the process, or how states name the variable. */
  readonly name: string;
  /** The names of the locations, or the values of the sort, in their order. */
  readonly values: readonly Value[];
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
  /** By field: the word in which it stands, how far from the lowest bit, and as many ones as it has bits. */
  private readonly word: Int32Array;
  private readonly shift: Int32Array;
  private readonly mask: Int32Array;

  constructor(system: System) {
    const locations = system.processes.map(({ name, template }) => ({
      name,
      values: template.graph.locations.map((each) => each.name),
    }));
    const variables = stateVariables(system).map(({ key, variable }) => ({
      name: key,
      values: valuesOf(variable.sort, (role) => processesWithRole(system, role)),
    }));
    this.fields = [...locations, ...variables];
    this.word = new Int32Array(this.fields.length);
    this.shift = new Int32Array(this.fields.length);
    this.mask = new Int32Array(this.fields.length);
    let word = 0;
    let free = wordBits;
    this.fields.forEach(({ values }, field) => {
      const bits = bitsFor(values.length);
      if (bits > free) {
        word += 1;
        free = wordBits;
      }
      free -= bits;
      this.word[field] = word;
      // A field without bits may stand behind the last one.
      this.shift[field] = free % wordBits;
      this.mask[field] = 2 ** bits - 1;
    });
    this.words = word + 1;
  }

  pack(vector: StateVector, words: Uint32Array, at = 0): void {
    const { word, shift } = this;
    for (let each = 0; each < this.words; each++) words[at + each] = 0;
    for (let field = 0; field < word.length; field++) {
      const to = at + (word[field] as number);
      words[to] = (words[to] as number) | ((vector[field] as number) << (shift[field] as number));
    }
  }

  unpack(words: Uint32Array, at: number, vector: StateVector): void {
    const { word, shift, mask } = this;
    for (let field = 0; field < word.length; field++)
      vector[field] =
        ((words[at + (word[field] as number)] as number) >>> (shift[field] as number)) &
        (mask[field] as number);
  }

  /** Whether each number is that of a value: bits that mean nothing are no state. */
  isState(vector: StateVector): boolean {
    return this.fields.every(({ values }, index) => (vector[index] as number) < values.length);
  }
}

function bitsFor(values: number): number {
  return values <= 1 ? 0 : wordBits - Math.clz32(values - 1);
}
