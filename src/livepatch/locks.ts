import type { LockDeclaration } from '../scenario/index.js';
import {
  type Assignment,
  always,
  and,
  at,
  conditional,
  constant,
  type Expression,
  equal,
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
import type { Data } from './data.js';
import { isQueued, isSpinning, QueuedLocks } from './queued-locks.js';
import { acquires, lockPrefix, taskRole } from './vocabulary.js';

/** A lock that may be meant, and when it is: of a lock that all share, always. */
export interface MeantLock {
  readonly owner: SharedVariable<string>;
  readonly isMeant: Expression<boolean>;
}

/** The locks of a workload, and those of its objects: who holds each, and what becomes of those that hold or want one. */
export class Locks {
  /** The names of those for which nobody may sleep. */
  readonly spinlocks: readonly string[];
  readonly queued: QueuedLocks;
  private readonly declared: ReadonlyMap<string, LockDeclaration>;
  private readonly owners: ReadonlyMap<string, SharedVariable<string>>;
  private readonly ownersOfSpinlocks: ReadonlySet<SharedVariable<string>>;

  constructor(
    all: readonly LockDeclaration[],
    private readonly data: Data,
  ) {
    const declared = all.filter((each) => !isQueued(each));
    this.queued = new QueuedLocks(all.filter(isQueued));
    this.declared = new Map(declared.map((each) => [each.name, each]));
    this.spinlocks = all.flatMap(({ name, kind }) => (isSpinning(kind) ? [name] : []));
    this.owners = new Map(
      declared
        .filter(({ path }) => path === undefined)
        .map(({ name }) => [name, shared(`${lockPrefix}${name}`, processOf(taskRole), nobody)]),
    );
    this.ownersOfSpinlocks = new Set(
      declared.filter(({ kind }) => kind === 'spinlock').flatMap((each) => this.ownersFor(each)),
    );
  }

  variables(): readonly Variable[] {
    return [...this.owners.values(), ...this.queued.variables()];
  }

  /** The locks that a task may mean by that. */
  meantBy(lock: string, task: ProcessReference): readonly MeantLock[] {
    const { path } = this.declarationOf(lock);
    if (!path) return [{ owner: this.ownerOfShared(lock), isMeant: always }];
    return this.data.referents(path.reference, task).flatMap(({ instance, isMeant }) => {
      const owner = instance.locks.get(path.part);
      return owner ? [{ owner, isMeant }] : [];
    });
  }

  /** The task that holds a lock that is none of an object. */
  ownerOfShared(lock: string): SharedVariable<string> {
    const owner = this.owners.get(lock);
    if (owner === undefined) throw new Error(`nothing is declared as '${lock}'`);
    return owner;
  }

  /** True where a task means a lock that is there. */
  isThere(lock: string, task: ProcessReference): Expression<boolean> {
    const { path } = this.declarationOf(lock);
    return path ? this.data.refers(path.reference, task) : always;
  }

  /** True while `task` has the lock, if only to read. */
  holds(lock: string, task: ProcessReference): Expression<boolean> {
    return this.queued.has(lock)
      ? this.queued.holds(lock, task)
      : equal<string>(this.ownerOf(lock, task), identity(task));
  }

  /** True while `task` wants the lock. */
  isWanted(lock: string, task: ProcessReference): Expression<boolean> {
    return this.queued.has(lock) ? this.queued.isWanted(lock, task) : at(task, acquires(lock));
  }

  /** The task that holds the lock that a task means. */
  private ownerOf(lock: string, task: ProcessReference): Expression<string> {
    const [first, ...others] = this.meantBy(lock, task);
    if (first?.isMeant === always) return first.owner.value;
    return [...(first ? [first] : []), ...others].reduceRight<Expression<string>>(
      (otherwise, { owner, isMeant }) => conditional<string>(isMeant, owner.value, otherwise),
      constant<string>(nobody),
    );
  }

  /** For each lock of an object, who holds it. */
  ownersInObjects(): readonly Expression<string>[] {
    return this.data.objects.all().flatMap(({ locks }) => [...locks.values()].map(({ value }) => value));
  }

  isSpinlock(lock: string): boolean {
    return this.spinlocks.includes(lock);
  }

  /** True while `task` is off its CPU because another one has a lock: whoever waits for a spinlock is on it. */
  isBlocked(task: ProcessReference): Expression<boolean> {
    return or(
      ...[...this.declared.keys()]
        .filter((lock) => !this.isSpinlock(lock))
        .map((lock) => this.isWaiting(task, lock)),
      this.queued.isBlocked(task),
    );
  }

  /** True while `task` holds a spinlock. @param but not counting that one */
  holdsSpinlock(task: ProcessReference, but?: string): Expression<boolean> {
    const released = but === undefined || this.queued.has(but) ? [] : this.meantBy(but, task);
    return or(
      ...[...this.ownersOfSpinlocks].map((owner) =>
        and(
          owner.is(identity(task)),
          ...released.filter((each) => each.owner === owner).map(({ isMeant }) => not(isMeant)),
        ),
      ),
      this.queued.holdsSpinlock(task, but),
    );
  }

  /** True while `task` waits for a spinlock, which it does with preemption off. */
  isSpinning(task: ProcessReference): Expression<boolean> {
    const plain = this.spinlocks.filter((lock) => !this.queued.has(lock));
    return or(...plain.map((lock) => this.isWaiting(task, lock)), this.queued.isSpinning(task));
  }

  /** What becomes of the locks when `task` has none any more. */
  releaseAll(task: ProcessReference): readonly Assignment[] {
    const ofObjects = this.data.objects.all().flatMap(({ locks }) => [...locks.values()]);
    return [
      ...[...this.owners.values(), ...ofObjects].map((owner) =>
        owner.becomes(conditional<string>(owner.is(identity(task)), nobody, owner.value)),
      ),
      ...this.queued.releaseAll(task),
    ];
  }

  private isWaiting(task: ProcessReference, lock: string): Expression<boolean> {
    return and(
      at(task, acquires(lock)),
      or(...this.meantBy(lock, task).map(({ owner, isMeant }) => and(isMeant, not(owner.is(nobody))))),
    );
  }

  private ownersFor({ name, path }: LockDeclaration): readonly SharedVariable<string>[] {
    if (!path) return [this.owners.get(name)].filter((each) => each !== undefined);
    return this.data.objects.of(path.object).flatMap(({ locks }) => locks.get(path.part) ?? []);
  }

  private declarationOf(lock: string): LockDeclaration {
    const declaration = this.declared.get(lock);
    if (declaration === undefined) throw new Error(`nothing is declared as '${lock}'`);
    return declaration;
  }
}
