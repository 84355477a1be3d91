import type { LockDeclaration } from '../scenario/index.js';
import {
  type Assignable,
  type Assignment,
  and,
  at,
  conditional,
  type Expression,
  identity,
  nobody,
  not,
  or,
  type ProcessReference,
  processOf,
  type SharedVariable,
  shared,
  type Variable,
} from '../system/index.js';
import { acquires, taskRole } from './vocabulary.js';

/** The locks of a workload: who holds each, and what becomes of those that hold or want one. */
export class Locks {
  /** The names of those for which nobody may sleep. */
  readonly spinlocks: readonly string[];
  private readonly owners: ReadonlyMap<string, SharedVariable<string>>;

  constructor(declared: readonly LockDeclaration[]) {
    this.spinlocks = declared.flatMap(({ name, kind }) => (kind === 'spinlock' ? [name] : []));
    this.owners = new Map(
      declared.map(({ name }) => [name, shared(`lock ${name}`, processOf(taskRole), nobody)]),
    );
  }

  variables(): readonly Variable[] {
    return [...this.owners.values()];
  }

  /** The task that holds a lock. */
  ownerOf(lock: string): Assignable<string> {
    const owner = this.owners.get(lock);
    if (owner === undefined) throw new Error(`nothing is declared as '${lock}'`);
    return owner;
  }

  isSpinlock(lock: string): boolean {
    return this.spinlocks.includes(lock);
  }

  /** True while `task` is off its CPU because another one has a lock: whoever waits for a spinlock is on it. */
  isBlocked(task: ProcessReference): Expression<boolean> {
    return or(
      ...[...this.owners.keys()]
        .filter((lock) => !this.isSpinlock(lock))
        .map((lock) => this.isWaiting(task, lock)),
    );
  }

  /** True while `task` holds a spinlock. @param but not counting that one */
  holdsSpinlock(task: ProcessReference, but?: string): Expression<boolean> {
    return or(
      ...this.spinlocks.filter((lock) => lock !== but).map((lock) => this.ownerOf(lock).is(identity(task))),
    );
  }

  /** True while `task` waits for a spinlock, which it does with preemption off. */
  isSpinning(task: ProcessReference): Expression<boolean> {
    return or(...this.spinlocks.map((lock) => this.isWaiting(task, lock)));
  }

  /** What becomes of the locks when `task` has none any more. */
  releaseAll(task: ProcessReference): readonly Assignment[] {
    return [...this.owners.values()].map((owner) =>
      owner.becomes(conditional<string>(owner.is(identity(task)), nobody, owner.value)),
    );
  }

  private isWaiting(task: ProcessReference, lock: string): Expression<boolean> {
    return and(at(task, acquires(lock)), not(this.ownerOf(lock).is(nobody)));
  }
}
