import type { Assignment, Edge } from '../system/index.js';
import type { Storage, Whose } from './layout.js';
import { mentions } from './nodes.js';
import { bind, resolve, type Scope } from './scope.js';
import { setOf } from './set-term.js';
import { processesThat } from './sets.js';
import { type Access, binding, choice, enclose, overlap, read, type Term } from './term.js';
import type { Translator } from './translate.js';

/** One assignment of Promela: `write` makes its text, from that of the new value. */
export interface Update {
  readonly writes: Access;
  readonly value: Term;
  write(value: Term): string;
}

/** What a step does, as assignments that take effect one after the other, with the values that are kept before. */
export interface Sequence {
  readonly statements: readonly string[];
  readonly writes: readonly Access[];
  /** How many variables it needs to keep values in. */
  readonly kept: number;
}

type Stored = Exclude<Storage, { kind: 'constant' }>;

/** The assignments of a step, those to labels too: nothing that is not written down tells where a process stands. */
export function updatesOf(edge: Edge, scope: Scope, translator: Translator): readonly Update[] {
  return [
    ...edge.assignments.flatMap((each) => assignmentsOf(each, scope, translator)),
    ...labelUpdates(edge, scope, translator),
  ];
}

function assignmentsOf(assignment: Assignment, scope: Scope, translator: Translator): readonly Update[] {
  const { layout } = translator;
  const storage = layout.storageOf(assignment.name);
  if (storage.kind === 'constant') return [];
  const { forEach } = assignment;
  if (!forEach) return [assignmentTo(storage, assignment, scope, translator)];
  return (
    assignmentToSet(storage, assignment, forEach, scope, translator) ??
    layout
      .numbersOf(forEach.role)
      .map((number) => assignmentTo(storage, assignment, bind(scope, forEach.binder, number), translator))
  );
}

function assignmentTo(
  storage: Stored,
  { of, value }: Assignment,
  scope: Scope,
  translator: Translator,
): Update {
  const term = translator.value(value, storage.coding, scope);
  if (!term) throw new Error(`what is assigned to '${storage.identifier}' is never one of its values`);
  return updateOf(storage, of && resolve(of, scope, translator.layout), term, translator);
}

function updateOf(storage: Stored, whose: Whose | undefined, value: Term, { layout }: Translator): Update {
  const { identifier, kind } = storage;
  const process = layout.nameOf(whose ?? 'self');
  const writes = layout.access(storage, whose);
  if (kind !== 'set') {
    const target = kind === 'array' ? `${identifier}[${process}]` : identifier;
    return { writes, value, write: ({ text }) => `${target} = ${text}` };
  }
  const changed = (operation: 'with' | 'without'): string => `${operation}(${identifier}, ${process})`;
  return {
    writes,
    value,
    write: (bit) => {
      if (bit.constant !== undefined) return `${identifier} = ${changed(bit.constant ? 'with' : 'without')}`;
      const chosen = choice(bit, read(changed('with'), writes), read(changed('without'), writes));
      return `${identifier} = ${chosen.text}`;
    },
  };
}

/** An assignment for every process of a role, where it is one operation on a set. */
function assignmentToSet(
  storage: Stored,
  { of, value }: Assignment,
  { binder, role }: { readonly binder: string; readonly role: string },
  scope: Scope,
  translator: Translator,
): readonly Update[] | undefined {
  const { layout } = translator;
  const numbers = layout.numbersOf(role);
  if (storage.kind !== 'set') return undefined;
  if (of?.kind !== 'bound' || of.binder !== binder) return undefined;
  // A value that is the same for all is asked of nobody in particular.
  const constant = value.kind === 'constant' ? storage.coding.encode(value.value)?.constant : undefined;
  if (constant === undefined && (storage.coding.kind !== 'boolean' || !mentions(value, binder)))
    return undefined;
  const isTrue = { kind: 'constant', value: Number(constant) === 1 } as const;
  const members = processesThat(constant === undefined ? value : isTrue, {
    binder,
    role,
    scope,
    layout,
    condition: (each) => translator.condition(each, scope),
  });
  if (!members) return undefined;
  const { identifier } = storage;
  const others = setOf(storage.owners.filter((each) => !numbers.includes(each)));
  const kept = { text: `${identifier} & ${others}`, binds: binding.bits, reads: [{ variable: identifier }] };
  const whole: Term =
    others === 0
      ? members
      : {
          text: `(${kept.text}) | ${enclose(members, binding.shift)}`,
          binds: binding.bits,
          reads: [...kept.reads, ...members.reads],
        };
  return [{ writes: { variable: identifier }, value: whole, write: ({ text }) => `${identifier} = ${text}` }];
}

function labelUpdates(edge: Edge, scope: Scope, translator: Translator): readonly Update[] {
  const { self } = scope;
  if (!self) return [];
  const { layout } = translator;
  const { locations } = self.template.graph;
  const carries = (name: string, label: string): boolean =>
    locations.find((each) => each.name === name)?.labels.includes(label) ?? false;
  return [...layout.askedLabels].flatMap(([label, storage]) => {
    const after = carries(edge.to, label);
    if (storage.kind === 'constant' || carries(edge.from, label) === after) return [];
    const value = storage.coding.encode(after);
    return value ? [updateOf(storage, resolve({ kind: 'self' }, scope, layout), value, translator)] : [];
  });
}

/**
 * Puts assignments that are meant to take effect at once into an order in which none reads what another has written.
 * Where there is no such order, values are kept before the first assignment.
 *
 * @param keep the name of the variable in which a value is kept, by its number from 0
 */
export function inSequence(updates: readonly Update[], keep: (number: number) => string): Sequence {
  const pending = [...updates];
  const before: string[] = [];
  const statements: string[] = [];
  while (pending.length > 0) {
    const free = pending.findIndex((each, index) => mayComeFirst(each, index, pending));
    if (free >= 0) {
      const [next] = pending.splice(free, 1) as [Update];
      statements.push(next.write(next.value));
      continue;
    }
    // Everything that is left waits for something else that is left: here the circle is cut.
    const cut = pending.findIndex(({ value }) => value.reads.length > 0);
    const update = pending[cut] as Update;
    const name = keep(before.length);
    before.push(`${name} = ${update.value.text}`);
    pending[cut] = { ...update, value: { text: name, binds: binding.atom, reads: [] } };
  }
  return {
    statements: [...before, ...statements],
    writes: updates.map(({ writes }) => writes),
    kept: before.length,
  };
}

/** Nobody else still has to read what it writes; and of two that may write the same, the last one stays. */
function mayComeFirst({ writes }: Update, index: number, pending: readonly Update[]): boolean {
  return pending.every(
    (other, position) =>
      position === index ||
      !(
        other.value.reads.some((access) => overlap(access, writes)) ||
        (position < index && overlap(other.writes, writes))
      ),
  );
}
