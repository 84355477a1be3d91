import {
  bindFresh,
  type Expression,
  equal,
  type Operand,
  operand,
  type ProcessReference,
} from './expression.js';
import type { Sort, Value } from './sort.js';

/** A typed variable of a system: one for all processes, or one for each process that plays `role`. */
export interface Variable<V extends Value = Value> {
  readonly name: string;
  /** What it is called in a trace, where that is not its name. */
  readonly title?: string;
  readonly sort: Sort<V>;
  /** The values it may have at the start; more than one is a free choice. */
  readonly initial: readonly V[];
  /** Present when each process that plays this role has its own. */
  readonly role?: string;
}

/** Sets one variable, or one variable of each process of a role, to a value computed before the step. */
export interface Assignment {
  readonly name: string;
  readonly of?: ProcessReference;
  /** Present when it is done for every process that plays `role`, under the name `binder`. */
  readonly forEach?: { readonly binder: string; readonly role: string };
  readonly value: Expression;
}

/** Something that can be read in a guard and assigned in an update. */
export interface Assignable<V extends Value> {
  readonly value: Expression<V>;
  is(value: Operand<V>): Expression<boolean>;
  becomes(value: Operand<V>): Assignment;
}

export interface SharedVariable<V extends Value> extends Variable<V>, Assignable<V> {
  readonly role?: never;
}

export interface ProcessVariable<V extends Value> extends Variable<V> {
  readonly role: string;
  /** The variable of that process. */
  of(process: ProcessReference): Assignable<V>;
}

/** Declares a variable that all processes share. */
export function shared<V extends Value>(
  name: string,
  sort: Sort<V>,
  ...initial: readonly [NoInfer<V>, ...NoInfer<V>[]]
): SharedVariable<V> {
  return { name, sort, initial, ...assignable<V>(name) };
}

/** Declares a variable of which each process that plays `role` has its own. */
export function perProcess<V extends Value>(
  role: string,
  name: string,
  sort: Sort<V>,
  ...initial: readonly [NoInfer<V>, ...NoInfer<V>[]]
): ProcessVariable<V> {
  return { role, name, sort, initial, of: (process) => assignable<V>(name, process) };
}

/** Does an assignment for every process that plays `role`, all at once. */
export function forEach(role: string, assign: (process: ProcessReference) => Assignment): Assignment {
  const [binder, assignment] = bindFresh(role, assign);
  return { ...assignment, forEach: { binder, role } };
}

function assignable<V extends Value>(name: string, of?: ProcessReference): Assignable<V> {
  const target = of === undefined ? { name } : { name, of };
  const value: Expression<V> = { kind: 'variable', ...target };
  return {
    value,
    is: (other) => equal(value, operand(other)),
    becomes: (other) => ({ ...target, value: operand(other) }),
  };
}
