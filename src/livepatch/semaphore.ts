import {
  type Assignment,
  add,
  conditional,
  type Expression,
  less,
  range,
  type SharedVariable,
  shared,
  subtract,
} from '../system/index.js';

/** A semaphore: how many more tasks may have it. Who has it is not known, and anybody may give it back. */
export class SemaphoreLock {
  readonly free: SharedVariable<number>;

  constructor(
    name: string,
    private readonly count: number,
  ) {
    this.free = shared(`semaphore ${name}`, range(0, count), count);
  }

  get isFree(): Expression<boolean> {
    return less(0, this.free.value);
  }

  /** True while somebody has it. */
  get isTaken(): Expression<boolean> {
    return less(this.free.value, this.count);
  }

  take(): Assignment {
    return this.free.becomes(subtract(this.free.value, 1));
  }

  /** To give back what nobody has changes nothing. */
  release(): Assignment {
    return this.free.becomes(conditional<number>(this.isTaken, add(this.free.value, 1), this.count));
  }
}
