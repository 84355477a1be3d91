import type { CompiledSystem } from './compile.js';
import type { DeadlockFinder } from './deadlock.js';
import { batchSize } from './generate-store.js';

/**
 * The breadth-first queue. States are numbered in the order in which they are reached, so that each level is an
 * interval of numbers, and so is what is left to do.
 */
export class Frontier {
  transitions = 0;
  /** Where each level begins: of the initial states, of those that are one step away, … The last is being filled. */
  readonly levels: number[];
  private next = 0;
  private inspected = 0;

  constructor(
    private readonly compiled: CompiledSystem,
    private readonly deadlockFinder: DeadlockFinder | undefined,
  ) {
    this.levels = [0, compiled.stateCount()];
    this.inspectNew();
    compiled.closeObservers(0);
  }

  /** The length of the longest of the shortest paths to a state. */
  get depth(): number {
    return this.levels.length - 2;
  }

  /** Expands up to `limit` states, while no more than `maxStates` are reached; false when none is left. */
  expandNext(limit: number, maxStates: number): boolean {
    const { compiled, deadlockFinder } = this;
    const end = this.next + limit;
    while (this.next < end) {
      if (this.next === this.levels.at(-1) && !this.beginLevel()) return false;
      if (compiled.stateCount() + compiled.pendingCount() > maxStates) {
        this.enter();
        if (compiled.stateCount() > maxStates) return true;
      }
      const successors = compiled.expand(this.next);
      deadlockFinder?.moves.note(this.next, compiled.pendingCount() - successors, compiled.pendingCount());
      this.transitions += successors;
      this.next += 1;
      if (compiled.pendingCount() >= batchSize) this.enter();
    }
    return true;
  }

  private beginLevel(): boolean {
    this.enter();
    if (this.next === this.compiled.stateCount()) return false;
    this.levels.push(this.compiled.stateCount());
    this.compiled.closeObservers(this.next);
    return true;
  }

  private enter(): void {
    this.compiled.enter();
    this.inspectNew();
  }

  /** A state is inspected when it is reached, so that violations are found in the order of the length of their paths. */
  private inspectNew(): void {
    for (const count = this.compiled.stateCount(); this.inspected < count; this.inspected += 1)
      this.compiled.inspect(this.inspected);
  }
}
