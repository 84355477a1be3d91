import type { LockDeclaration } from '../scenario/index.js';
import {
  type Assignment,
  always,
  and,
  at,
  conditional,
  type Expression,
  exists,
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
import { found } from './found.js';
import { Queue } from './queue.js';
import { isReadable, ReadLock } from './read-lock.js';
import { SemaphoreLock } from './semaphore.js';
import { acquires, acquiresToRead, queuesFor, queuesToRead, taskRole } from './vocabulary.js';

/** A lock that one task has at a time, or, if it is a lock of readers and writers, that several read. */
interface Owned {
  readonly declared: LockDeclaration;
  readonly owner: SharedVariable<string>;
  readonly readers: ReadLock | undefined;
}

/** The locks for which tasks stand in a queue: locks of readers and writers, semaphores, and those that are handed over. */
export class QueuedLocks {
  private readonly spinlocks: readonly string[];
  private readonly declared: ReadonlyMap<string, LockDeclaration>;
  private readonly owned: ReadonlyMap<string, Owned>;
  private readonly semaphores: ReadonlyMap<string, SemaphoreLock>;
  /** Of the locks that are handed over. */
  private readonly queues: ReadonlyMap<string, Queue>;

  constructor(declared: readonly LockDeclaration[]) {
    this.declared = new Map(declared.map((each) => [each.name, each]));
    this.spinlocks = declared.flatMap(({ name, kind }) => (isSpinning(kind) ? [name] : []));
    this.owned = new Map(
      declared
        .filter(({ kind }) => kind !== 'semaphore')
        .map((each) => [
          each.name,
          {
            declared: each,
            owner: shared(`lock ${each.name}`, processOf(taskRole), nobody),
            readers: isReadable(each) ? new ReadLock(each.name) : undefined,
          },
        ]),
    );
    this.semaphores = new Map(
      declared
        .filter(({ kind }) => kind === 'semaphore')
        .map(({ name, count }) => [name, new SemaphoreLock(name, count)]),
    );
    this.queues = new Map(
      declared
        .filter(({ handedOver }) => handedOver)
        .map(({ name }) => [name, new Queue(name, queuesFor(name))]),
    );
  }

  variables(): readonly Variable[] {
    return [
      ...[...this.owned.values()].map(({ owner }) => owner),
      ...this.readLocks().flatMap((each) => each.variables()),
      ...[...this.semaphores.values()].map(({ free }) => free),
      ...[...this.queues.values()].map(({ variable }) => variable),
    ];
  }

  has(lock: string): boolean {
    return this.declared.has(lock);
  }

  readersOf(lock: string): ReadLock {
    const { readers } = found(this.owned, lock);
    if (!readers) throw new Error(`'${lock}' has no readers`);
    return readers;
  }

  /** True while `task` has the lock for itself alone. Whoever has a semaphore is not known. */
  owns(lock: string, task: ProcessReference): Expression<boolean> {
    return found(this.owned, lock).owner.is(identity(task));
  }

  /** True while `task` has the lock, if only to read. */
  holds(lock: string, task: ProcessReference): Expression<boolean> {
    const { readers } = found(this.owned, lock);
    return or(this.owns(lock, task), ...(readers ? [readers.isRead(task)] : []));
  }

  /** True while `task` wants the lock. */
  isWanted(lock: string, task: ProcessReference): Expression<boolean> {
    return or(
      at(task, acquires(lock)),
      ...this.queuesOf(lock).map((label) => at(task, label)),
      ...(isReadable(this.declarationOf(lock)) ? [at(task, acquiresToRead(lock))] : []),
    );
  }

  /** True where the lock can be taken. */
  isFree(lock: string): Expression<boolean> {
    const semaphore = this.semaphores.get(lock);
    if (semaphore) return semaphore.isFree;
    const { owner, readers } = found(this.owned, lock);
    return and(owner.is(nobody), ...(readers ? [not(readers.isReadByAny)] : []));
  }

  /** True where the lock can be taken by a task that has not waited. */
  isFreeAtOnce(lock: string): Expression<boolean> {
    return and(this.isFree(lock), this.queues.get(lock)?.isEmpty ?? always);
  }

  /** True where `task` can take the lock, in the queue for it. */
  isFreeInQueue(lock: string, task: ProcessReference): Expression<boolean> {
    return and(this.isFree(lock), this.queues.get(lock)?.isNext(task) ?? always);
  }

  take(lock: string, task: ProcessReference): readonly Assignment[] {
    const semaphore = this.semaphores.get(lock);
    return [semaphore ? semaphore.take() : found(this.owned, lock).owner.becomes(identity(task))];
  }

  /** The same, out of the queue for it. */
  takeInQueue(lock: string, task: ProcessReference): readonly Assignment[] {
    const queue = this.queues.get(lock);
    return [...this.take(lock, task), ...(queue ? [queue.leave(task)] : [])];
  }

  /** What becomes of the lock that `task` gives back, if it has it. */
  release(lock: string, task: ProcessReference): readonly Assignment[] {
    const queue = this.queues.get(lock);
    const semaphore = this.semaphores.get(lock);
    if (semaphore) return [semaphore.release(), ...(queue ? [queue.letIn(semaphore.isTaken)] : [])];
    const { owner, readers } = found(this.owned, lock);
    const owns = owner.is(identity(task));
    return [
      owner.becomes(conditional<string>(owns, nobody, owner.value)),
      // A writer lets readers in: no writer that comes later is before them.
      ...[queue, readers?.queue].flatMap((each) => (each ? [each.letIn(owns)] : [])),
    ];
  }

  /** True where `task`, which has not waited, or is in the queue, can read. */
  canRead(lock: string, task: ProcessReference, isInQueue: boolean): Expression<boolean> {
    const { owner, readers } = found(this.owned, lock);
    const noWriterFirst = not(exists(taskRole, (other) => at(other, queuesFor(lock))));
    const isNext = isInQueue && readers ? or(noWriterFirst, readers.queue.isLetIn(task)) : noWriterFirst;
    return and(owner.is(nobody), isNext);
  }

  /** True while `task` is off its CPU because another one has a lock: whoever waits for a spinlock is on it. */
  isBlocked(task: ProcessReference): Expression<boolean> {
    return or(
      ...this.names()
        .filter((lock) => !this.spinlocks.includes(lock))
        .map((lock) => this.isWaiting(lock, task)),
    );
  }

  /** True while `task` holds a spinlock. @param but not counting that one, which it is about to release */
  holdsSpinlock(task: ProcessReference, but?: string): Expression<boolean> {
    return or(
      ...this.spinlocks.flatMap((lock) => {
        const { readers } = found(this.owned, lock);
        return [
          ...(lock === but ? [] : [this.owns(lock, task)]),
          ...(readers ? [readers.isRead(task, lock === but ? 1 : 0)] : []),
        ];
      }),
    );
  }

  /** True while `task` waits for a spinlock, which it does with preemption off. */
  isSpinning(task: ProcessReference): Expression<boolean> {
    return or(...this.spinlocks.map((lock) => this.isWaiting(lock, task)));
  }

  /** What becomes of the locks when `task` has none any more. */
  releaseAll(task: ProcessReference): readonly Assignment[] {
    return [
      ...[...this.owned.values()].map(({ owner }) =>
        owner.becomes(conditional<string>(owner.is(identity(task)), nobody, owner.value)),
      ),
      ...this.readLocks().flatMap((each) => each.forget(task)),
      ...[...this.queues.values()].map((queue) => queue.leave(task)),
    ];
  }

  /** Of a semaphore: true while somebody has it. */
  isTaken(semaphore: string): Expression<boolean> {
    return found(this.semaphores, semaphore).isTaken;
  }

  private names(): readonly string[] {
    return [...this.declared.keys()];
  }

  private isWaiting(lock: string, task: ProcessReference): Expression<boolean> {
    const waits = and(at(task, queuesFor(lock)), not(this.isFreeInQueue(lock, task)));
    if (!isReadable(this.declarationOf(lock))) return waits;
    return or(waits, and(at(task, queuesToRead(lock)), not(this.canRead(lock, task, true))));
  }

  private queuesOf(lock: string) {
    return isReadable(this.declarationOf(lock)) ? [queuesFor(lock), queuesToRead(lock)] : [queuesFor(lock)];
  }

  private readLocks(): readonly ReadLock[] {
    return [...this.owned.values()].flatMap(({ readers }) => (readers ? [readers] : []));
  }

  private declarationOf(lock: string): LockDeclaration {
    return found(this.declared, lock);
  }
}

export function isQueued({ kind, handedOver }: LockDeclaration): boolean {
  return handedOver || kind === 'semaphore' || kind === 'rw-semaphore' || kind === 'rwlock';
}

/** Whether who waits for a lock of that kind is on its CPU, and nobody may sleep that has one. */
export function isSpinning(kind: LockDeclaration['kind']): boolean {
  return kind === 'spinlock' || kind === 'rwlock';
}
