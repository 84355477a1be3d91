import {
  type ProcessTemplate,
  printSort,
  processesWithRole,
  type SortDescription,
  type System,
  type Value,
  type Variable,
} from '../system/index.js';
import { type Coding, Codings } from './coding.js';
import { ExportError } from './export-error.js';
import type { Identifiers } from './identifiers.js';
import { type Access, no, ownNumber, read, type Term, yes } from './term.js';

/** A process as an expression names it: by its number, or as the one that takes the step. */
export type Whose = number | 'self';

/**
 * Where the values of a variable stand, or of a label whether processes stand where it is:
 * - `constant`: nowhere, as they never change;
 * - `scalar`: in a variable of Promela;
 * - `array`: in an array, by the number of the process;
 * - `set`: in a set of the numbers of processes, as a word of bits. What is asked of all processes at once is one
 *   operation then, and a state is small.
 */
export type Storage =
  | { readonly kind: 'constant'; readonly value: Term }
  | {
      readonly kind: 'scalar' | 'array' | 'set';
      readonly identifier: string;
      readonly coding: Coding;
      readonly sort: SortDescription;
      /** The numbers of the processes that have one; empty where it is shared. */
      readonly owners: readonly number[];
    };

/** A word of 32 bits, of which one is for the sign, has a bit for each of them and for nobody. */
const maximumProcesses = 30;
const limit = 2 ** 31;

/** Where everything in the state of a system stands in the state of the exported one, and what it is called. */
export class Layout {
  readonly codings: Codings;
  private readonly variables = new Map<string, Storage>();
  private readonly labels = new Map<string, Storage>();

  /** @param asked the labels that some expression asks of another process: only those need to be variables */
  constructor(
    readonly system: System,
    readonly identifiers: Identifiers,
    first: number,
    asked: ReadonlySet<string>,
  ) {
    if (system.processes.length > maximumProcesses)
      throw new ExportError(
        `it has ${system.processes.length} processes, and more than ${maximumProcesses} cannot be exported`,
      );
    this.codings = new Codings(system, identifiers, first);
    for (const variable of system.variables) this.variables.set(variable.name, this.store(variable));
    for (const label of asked) this.labels.set(label, this.placeLabel(label));
  }

  /** The numbers of the processes that play a role. */
  numbersOf(role: string): readonly number[] {
    return processesWithRole(this.system, role).map((name) => this.codings.numberOf(name));
  }

  /** How a process is written: by its name. */
  nameOf(whose: Whose): string {
    return whose === 'self' ? ownNumber : this.processName(whose);
  }

  templateOf(number: number): ProcessTemplate {
    const process = this.system.processes[number - this.codings.first];
    if (!process) throw new Error(`there is no process of the number ${number}`);
    return process.template;
  }

  sortOf(variable: string): SortDescription {
    return this.declaration(variable).sort;
  }

  storageOf(variable: string): Storage {
    const storage = this.variables.get(variable);
    if (!storage) throw new Error(`there is no variable '${variable}'`);
    return storage;
  }

  /** Where it stands whether processes stand at a label; nowhere if nobody asks. */
  storageOfLabel(label: string): Storage | undefined {
    return this.labels.get(label);
  }

  get askedLabels(): Iterable<readonly [string, Storage]> {
    return this.labels;
  }

  declaration(name: string): Variable {
    const variable = this.system.variables.find((each) => each.name === name);
    if (!variable) throw new Error(`there is no variable '${name}'`);
    return variable;
  }

  /** What stands there, of a process where it is not shared. */
  read(storage: Storage, whose: Whose | undefined): Term {
    switch (storage.kind) {
      case 'constant':
        return storage.value;
      case 'scalar':
        return read(storage.identifier, this.access(storage, whose));
      case 'array':
        return read(`${storage.identifier}[${this.nameOf(whose ?? 'self')}]`, this.access(storage, whose));
      case 'set':
        return read(
          `has(${storage.identifier}, ${this.nameOf(whose ?? 'self')})`,
          this.access(storage, whose),
        );
    }
  }

  /** What is read or written there. */
  access(storage: Exclude<Storage, { kind: 'constant' }>, whose: Whose | undefined): Access {
    const { identifier: variable, kind } = storage;
    return kind === 'scalar' || whose === undefined
      ? { variable }
      : { variable, process: this.nameOf(whose) };
  }

  /** Whether a process stands at a label, as far as that is always the same. */
  isAlwaysAt(number: number, label: string): boolean | undefined {
    return alwaysCarries(this.templateOf(number), label);
  }

  private processName(number: number): string {
    const process = this.system.processes[number - this.codings.first];
    return (process && this.codings.processes.encode(process.name)?.text) ?? String(number);
  }

  private store({ name, sort, role, initial }: Variable): Storage {
    const coding = this.codings.of(sort);
    const size = sizeOf(sort);
    if (size === 1) return { kind: 'constant', value: coding.encode(initial[0] as Value) ?? no };
    if (sort.kind === 'range' && (sort.low < -limit || sort.high >= limit))
      throw new ExportError(`variable '${name}' is ${printSort(sort)}, which does not fit in 32 bits`);
    const owners = role === undefined ? [] : this.numbersOf(role);
    const kind = owners.length < 2 ? 'scalar' : isBit(sort) ? 'set' : 'array';
    return { kind, identifier: this.identifiers.allocate(name), coding, sort, owners };
  }

  private placeLabel(label: string): Storage {
    const owners = this.system.processes.flatMap(({ template, name }) =>
      alwaysCarries(template, label) === false ? [] : [this.codings.numberOf(name)],
    );
    const [only] = owners;
    const isOne = owners.length === 1 && only !== undefined;
    const text = isOne ? `${this.templateOf(only).name} at ${label}` : label;
    return {
      kind: isOne ? 'scalar' : 'set',
      identifier: this.identifiers.allocate(text),
      coding: this.codings.boolean,
      sort: { kind: 'boolean' },
      owners,
    };
  }
}

/** Whether all locations of a graph carry a label, or none; undefined when some do. */
export function alwaysCarries({ graph }: ProcessTemplate, label: string): boolean | undefined {
  const carrying = graph.locations.filter(({ labels }) => labels.includes(label)).length;
  if (carrying === 0) return false;
  return carrying === graph.locations.length ? true : undefined;
}

/** A truth value that is always the same. */
export function truth(value: boolean): Term {
  return value ? yes : no;
}

function sizeOf(sort: SortDescription): number {
  switch (sort.kind) {
    case 'boolean':
      return 2;
    case 'range':
      return sort.high - sort.low + 1;
    case 'enumeration':
      return sort.values.length;
    case 'process':
      return Number.POSITIVE_INFINITY;
  }
}

/** Whether its values are written as 0 and 1. */
function isBit(sort: SortDescription): boolean {
  return sort.kind === 'range' ? sort.low === 0 && sort.high === 1 : sizeOf(sort) === 2;
}
