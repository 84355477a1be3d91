import {
  processesWithRole,
  type State,
  type System,
  type Value,
  type Variable,
  valuesOf,
  variableKey,
} from '../../system/index.js';

/** Where a value stands in a packed state: `bits` bits of word `word`, from bit `shift` up. No field crosses a word. */
export interface Field {
  readonly word: number;
  readonly shift: number;
  readonly bits: number;
}

/** How a state is packed into 32-bit words. Every value is stored as its index in the values of its sort. */
export interface Layout {
  readonly words: number;
  /** Bits that carry information; the rest of the words is padding. */
  readonly usedBits: number;
  /** The field of each process's location, in the order of the processes. */
  readonly locationFields: readonly Field[];
  /** The field and the values of each variable, by its key in a {@link State}. */
  readonly cells: ReadonlyMap<string, Cell>;
}

export interface Cell {
  readonly field: Field;
  readonly values: readonly Value[];
  readonly variable: Variable;
}

const wordBits = 32;

/** Lays out a system: the fields of a process stay together in one word where they fit. */
export function layOut(system: System): Layout {
  const allocator = new FieldAllocator();
  const cells = new Map<string, Cell>();
  const known = new Map<Variable, readonly Value[]>();
  const valuesFor = (variable: Variable): readonly Value[] => {
    const values = known.get(variable) ?? valuesOf(variable.sort, (role) => processesWithRole(system, role));
    known.set(variable, values);
    return values;
  };
  const allocate = (variable: Variable, key: string): void => {
    const values = valuesFor(variable);
    cells.set(key, { field: allocator.allocate(bitsFor(values.length)), values, variable });
  };
  const locationFields = system.processes.map(({ name, template }) => {
    const own = system.variables.filter(({ role }) => role !== undefined && template.roles.includes(role));
    const ownBits = own.map((variable) => bitsFor(valuesFor(variable).length));
    const locationBits = bitsFor(template.graph.locations.length);
    allocator.keepTogether(ownBits.reduce((sum, bits) => sum + bits, locationBits));
    const locationField = allocator.allocate(locationBits);
    for (const variable of own) allocate(variable, variableKey(variable.name, name));
    return locationField;
  });
  allocator.reopen();
  for (const variable of system.variables)
    if (variable.role === undefined) allocate(variable, variableKey(variable.name));
  return { words: allocator.words, usedBits: allocator.usedBits, locationFields, cells };
}

/** Writes a state into `words`, from `offset` on. */
export function encode(
  system: System,
  layout: Layout,
  state: State,
  words: Int32Array,
  offset: number,
): void {
  const put = ({ word, shift }: Field, index: number): void => {
    words[offset + word] = (words[offset + word] ?? 0) | (index << shift);
  };
  words.fill(0, offset, offset + layout.words);
  system.processes.forEach(({ name, template }, index) => {
    const location = state.locations.get(name);
    put(
      layout.locationFields[index] as Field,
      template.graph.locations.findIndex((each) => each.name === location),
    );
  });
  for (const [key, { field, values }] of layout.cells)
    put(field, values.indexOf(state.values.get(key) as Value));
}

export function readField({ word, shift, bits }: Field, words: Int32Array, offset: number): number {
  return ((words[offset + word] as number) >>> shift) & maskOf(bits);
}

/** `bits` ones. A field of all 32 bits cannot occur: no sort has that many values. */
export function maskOf(bits: number): number {
  return (1 << bits) - 1;
}

/** Builds something for each word of a state. */
export function eachWord<T>(words: number, build: (word: number) => T): readonly T[] {
  return Array.from({ length: words }, (_, word) => build(word));
}

function bitsFor(values: number): number {
  return values <= 1 ? 0 : 32 - Math.clz32(values - 1);
}

/** First fit, but for fields that are kept together: those go where all of them fit. */
class FieldAllocator {
  private readonly filled: number[] = [0];
  private first = 0;

  get words(): number {
    return this.filled.length;
  }

  get usedBits(): number {
    return this.filled.reduce((sum, bits) => sum + bits, 0);
  }

  /** Moves on to a word with room for `bits` bits, if one word can hold them at all. */
  keepTogether(bits: number): void {
    this.first = bits > wordBits ? this.filled.length - 1 : this.wordWithRoom(bits, 0);
  }

  /** From here on every gap may be filled. */
  reopen(): void {
    this.first = 0;
  }

  allocate(bits: number): Field {
    const word = this.wordWithRoom(bits, this.first);
    const shift = this.filled[word] as number;
    this.filled[word] = shift + bits;
    return { word, shift: shift === wordBits ? 0 : shift, bits };
  }

  private wordWithRoom(bits: number, from: number): number {
    const found = this.filled.findIndex((filled, word) => word >= from && filled + bits <= wordBits);
    return found >= 0 ? found : this.filled.push(0) - 1;
  }
}
