import { processesWithRole, type System, variableKey } from '../../system/index.js';
import { type Field, type Layout, maskOf } from '../packing/index.js';
import { readField } from './code.js';
import { bitsOf, fieldsOf, maximumKeyBits, type Part, partsOf, readPart } from './sort-keys.js';

/** Source for symmetry: states are replaced by representatives, in which the processes of each group stand in order. */
export interface Canonisation {
  /** Statements that replace the words of a state, in variables `w0`, `w1`, …, by those of its representative. */
  readonly canonise: string;
  /** What `canonise` works with. */
  readonly declarations: string;
  /** By process index: the condition that it stands in every respect as the one before it in its group. */
  readonly isTwin: ReadonlyMap<number, string>;
}

/**
 * The representative of a state is what it becomes when the processes of each group are put in the order of what is known of
 * each: where it stands, its own variables, and which variables name it. States that can be made one out of the other by
 * exchanging processes of a group have the same representative, and no others do.
 *
 * @param groups of interchangeable processes, each by its index
 * @param tracksPermutations whether it is noted which process becomes which, in `pendingPermutations` where `pendingMoved` is 1
 */
export function generateCanonisation(
  system: System,
  layout: Layout,
  groups: readonly (readonly number[])[],
  tracksPermutations: boolean,
): Canonisation {
  const sources = groups.map(
    (members, group) => new GroupSource(system, layout, members, group, tracksPermutations),
  );
  const processes = system.processes.length;
  const begin = tracksPermutations
    ? `const next = pendingCount(), first = next * ${processes}; pendingMoved[next] = 0;`
    : '';
  return {
    canonise: [begin, ...sources.map((each) => each.canonise())].join('\n'),
    declarations: sources.map((each) => each.declarations()).join('\n'),
    isTwin: new Map(sources.flatMap((each) => each.twins())),
  };
}

class GroupSource {
  /** By member: its parts. */
  private readonly parts: readonly (readonly Part[])[];
  /** The shared variables that may name a member. */
  private readonly naming: readonly { readonly field: Field; readonly valueFor: readonly number[] }[];

  constructor(
    private readonly system: System,
    layout: Layout,
    private readonly members: readonly number[],
    private readonly group: number,
    private readonly tracksPermutations: boolean,
  ) {
    this.parts = partsOf(members.map((process) => fieldsOf(system, layout, process)));
    this.naming = system.variables.flatMap(({ name, sort, role }) => {
      if (role !== undefined || sort.kind !== 'process') return [];
      const field = layout.cells.get(variableKey(name))?.field as Field;
      const values = processesWithRole(system, sort.role);
      const valueFor = members.map(
        (process) => values.indexOf(system.processes[process]?.name as string) + 1,
      );
      return valueFor.includes(0) ? [] : [{ field, valueFor }];
    });
  }

  declarations(): string {
    const { group, members } = this;
    const arrays = [
      ...eachOf(this.keyCount, (key) => `keys${group}_${key}`),
      `order${group}`,
      `permutation${group}`,
    ].map((name) => `${name} = new Int32Array(${members.length})`);
    const tables = this.naming.map(({ valueFor }, number) => {
      const memberOf = Array.from({ length: Math.max(...valueFor) + 1 }, (_, value) =>
        valueFor.indexOf(value),
      );
      return `memberOf${group}_${number} = Int32Array.of(${memberOf.join(', ')}), valueFor${group}_${number} = Int32Array.of(${valueFor.join(', ')})`;
    });
    const membersTable = `members${group} = Int32Array.of(${members.join(', ')})`;
    return `const ${[membersTable, ...arrays, ...tables].join(', ')};`;
  }

  twins(): readonly (readonly [number, string])[] {
    return this.members.slice(1).map((process, before) => {
      const equal = eachOf(
        this.keyCount,
        (key) => `${this.key(before, key)} === ${this.key(before + 1, key)}`,
      );
      return [process, `(${equal.join(' && ')})`] as const;
    });
  }

  canonise(): string {
    const { group, members } = this;
    const name = (member: number, key: number): string => `k${group}_${member}_${key}`;
    const keys = members.flatMap((_, member) =>
      eachOf(this.keyCount, (key) => `${name(member, key)} = ${this.key(member, key)}`),
    );
    const unsorted = members
      .slice(1)
      .map((_, before) =>
        greater(eachOf(this.keyCount, (key) => [name(before, key), name(before + 1, key)] as const)),
      );
    const store = members.flatMap((_, member) => [
      ...eachOf(this.keyCount, (key) => `keys${group}_${key}[${member}] = ${name(member, key)};`),
      `order${group}[${member}] = ${member};`,
    ]);
    return `const ${keys.join(', ')};
if (${unsorted.join(' || ')}) {
  ${store.join(' ')}
  ${this.sort()}
  ${this.writeBack()}
  for (let each = 0; each < ${members.length}; each++) permutation${group}[order${group}[each]] = each;
  ${this.rename()}
  ${this.tracksPermutations ? this.trackPermutation() : ''}
}`;
  }

  /** The parts of a member, then one number that says which variables name it. That one is added to a part if there is room. */
  private get keyCount(): number {
    const { length } = this.parts[0] as readonly Part[];
    return this.naming.length === 0 || this.joinsNames ? length : length + 1;
  }

  private get joinsNames(): boolean {
    const last = this.parts[0]?.at(-1) ?? [];
    return bitsOf(last) + this.naming.length <= maximumKeyBits;
  }

  private key(member: number, key: number): string {
    const parts = this.parts[member] as readonly Part[];
    const part = parts[key];
    const names = this.naming.map(
      ({ field, valueFor }, bit) => `(${readField(field)} === ${valueFor[member]} ? ${2 ** bit} : 0)`,
    );
    if (part === undefined) return `(${names.join(' | ')})`;
    const code = readPart(part);
    if (key < parts.length - 1 || !this.joinsNames || names.length === 0) return String(code);
    return `(${[`${code} << ${names.length}`, ...names].join(' | ')})`;
  }

  /** Insertion: one process has moved since all stood in order, or a few. */
  private sort(): string {
    const { group, members } = this;
    const arrays = [...eachOf(this.keyCount, (key) => `keys${group}_${key}`), `order${group}`];
    const held = arrays.map((_, number) => `held${number}`);
    const isGreater = greater(
      eachOf(this.keyCount, (key) => [`keys${group}_${key}[at - 1]`, `held${key}`] as const),
    );
    return `for (let next = 1; next < ${members.length}; next++) {
    const ${arrays.map((array, number) => `${held[number]} = ${array}[next]`).join(', ')};
    let at = next;
    while (at > 0 && ${isGreater}) { ${arrays.map((array) => `${array}[at] = ${array}[at - 1];`).join(' ')} at--; }
    ${arrays.map((array, number) => `${array}[at] = ${held[number]};`).join(' ')}
  }`;
  }

  private writeBack(): string {
    const writes = new Map<number, { mask: number; readonly codes: string[] }>();
    this.parts.forEach((parts, member) => {
      parts.forEach((part, key) => {
        let from = key === parts.length - 1 && this.joinsNames ? this.naming.length : 0;
        for (const { word, shift, bits } of part) {
          const write = writes.get(word) ?? { mask: 0, codes: [] };
          write.mask |= maskOf(bits) << shift;
          write.codes.push(`(keys${this.group}_${key}[${member}] >>> ${from} & ${maskOf(bits)}) << ${shift}`);
          writes.set(word, write);
          from += bits;
        }
      });
    });
    return [...writes]
      .map(([word, { mask, codes }]) => `w${word} = w${word} & ${~mask} | ${codes.join(' | ')};`)
      .join(' ');
  }

  /** A variable that names a member names it where it stands now. */
  private rename(): string {
    const { group } = this;
    return this.naming
      .map(({ field: { word, shift, bits } }, number) => {
        const table = `memberOf${group}_${number}`;
        const value = readField({ word, shift, bits });
        return `{ const value = ${value}, member = value < ${table}.length ? ${table}[value] : -1;
    if (member >= 0) w${word} = w${word} & ${~(maskOf(bits) << shift)} | valueFor${group}_${number}[permutation${group}[member]] << ${shift}; }`;
      })
      .join('\n  ');
  }

  private trackPermutation(): string {
    const { group, members, system } = this;
    return `if (pendingMoved[next] === 0) {
    pendingMoved[next] = 1;
    for (let each = 0; each < ${system.processes.length}; each++) pendingPermutations[first + each] = each;
  }
  ${members.map((process, member) => `pendingPermutations[first + ${process}] = members${group}[permutation${group}[${member}]];`).join(' ')}`;
  }
}

/** The condition that one sequence of numbers comes after another. */
function greater([first, ...rest]: readonly (readonly [string, string])[]): string {
  if (!first) return 'false';
  const [one, other] = first;
  if (rest.length === 0) return `${one} > ${other}`;
  return `(${one} > ${other} || ${one} === ${other} && ${greater(rest)})`;
}

function eachOf<T>(count: number, build: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => build(index));
}
