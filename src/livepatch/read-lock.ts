import type { LockDeclaration } from '../scenario/index.js';
import {
  type Assignment,
  add,
  conditional,
  type Expression,
  exists,
  less,
  type ProcessReference,
  type ProcessVariable,
  perProcess,
  range,
  subtract,
  type Variable,
} from '../system/index.js';
import { Queue } from './queue.js';
import { queuesToRead, taskRole } from './vocabulary.js';

export function isReadable({ kind }: LockDeclaration): boolean {
  return kind === 'rw-semaphore' || kind === 'rwlock';
}

/** How often a task reads one lock at a time, as far as that is counted: twice is a fault already. */
const deepest = 3;

/**
 * Who reads a lock. A task that comes while a writer waits, waits too, be there ever so many that read: so `rwsem_down_read_slowpath()` and
 * `queued_read_lock_slowpath()`. Those that have waited are let in by the next writer that releases the lock.
 */
export class ReadLock {
  private readonly count: ProcessVariable<number>;
  readonly queue: Queue;

  constructor(name: string) {
    this.count = perProcess(taskRole, `reads ${name}`, range(0, deepest), 0);
    this.queue = new Queue(name, queuesToRead(name));
  }

  variables(): readonly Variable[] {
    return [this.count, this.queue.variable];
  }

  /** True while `task` reads it, more than so many times. */
  isRead(task: ProcessReference, many = 0): Expression<boolean> {
    return less(many, this.count.of(task).value);
  }

  get isReadByAny(): Expression<boolean> {
    return exists(taskRole, (task) => this.isRead(task));
  }

  begin(task: ProcessReference): readonly Assignment[] {
    const { is, value, becomes } = this.count.of(task);
    return [becomes(conditional<number>(is(deepest), deepest, add(value, 1))), this.queue.leave(task)];
  }

  end(task: ProcessReference): readonly Assignment[] {
    const { is, value, becomes } = this.count.of(task);
    return [becomes(conditional<number>(is(0), 0, subtract(value, 1)))];
  }

  /** What becomes of a task that ends. */
  forget(task: ProcessReference): readonly Assignment[] {
    return [this.count.of(task).becomes(0), this.queue.leave(task)];
  }
}
