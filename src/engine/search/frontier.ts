import type { DeadlockFinder } from '../blocking/index.js';
import type { CompiledSystem } from '../compiled/index.js';
import { batchSize } from '../machine/index.js';
import { MemoryExhaustedError } from '../packing/index.js';
import { WorkerPool } from '../parallel/index.js';

/** How many states are expanded between two moments at which the caller may pause. */
const statesPerSlice = 64;

/** When threads begin to share the work: smaller searches are done before they have been started. */
export interface Parallelism {
  /** Threads, this one among them. */
  readonly jobs: number;
  /** A search of fewer states is done by one. */
  readonly fromStates: number;
  /** A level of fewer states is done by one. */
  readonly fromWidth: number;
  /** Whether to wait until the others can start, rather than go on alone until then. */
  readonly waits?: boolean;
}

/**
 * The breadth-first queue. States are numbered in the order in which they are reached, so that each level is an
 * interval of numbers, and so is what is left to do.
 */
export class Frontier {
  /** Where each level begins: of the initial states, of those that are one step away, … The last is being filled. */
  readonly levels: number[];
  private next = 0;
  private inspected = 0;
  private ownTransitions = 0;
  private pool: WorkerPool | undefined;
  private isShared = false;

  constructor(
    private readonly compiled: CompiledSystem,
    private readonly deadlockFinder: DeadlockFinder | undefined,
    private readonly parallelism: Parallelism,
  ) {
    this.levels = [0, compiled.stateCount()];
    this.inspectNew();
    compiled.closeDecided(0);
  }

  /** The length of the longest of the shortest paths to a state. */
  get depth(): number {
    return this.levels.length - 2;
  }

  get transitions(): number {
    return this.ownTransitions + (this.pool?.transitions ?? 0);
  }

  /** How many states have been reached. While several threads search, it may be a few more. */
  get stateCount(): number {
    return this.isShared && this.pool ? this.pool.stateCount : this.compiled.stateCount();
  }

  /**
   * Expands every state, while no more than `maxStates` are reached: once they are, it does nothing any more. Yields now
   * and then, so that the caller can pause or stop it.
   */
  *visitAll(maxStates: number): Generator<void> {
    const { compiled, levels } = this;
    do {
      const end = levels.at(-1) as number;
      while (this.parallelism.waits && this.pool && !this.pool.isReady) {
        this.pool.waitForReady();
        yield;
      }
      if (this.pool?.isReady && end - this.next >= this.parallelism.fromWidth)
        yield* this.searchTogether(this.pool, end);
      else yield* this.searchAlone(end, maxStates);
      if (compiled.stateCount() > end) this.beginLevel();
    } while (this.next < compiled.stateCount());
  }

  /** Ends the threads that shared the work, and waits until they have. */
  async dismiss(): Promise<void> {
    await this.pool?.dismiss();
  }

  private *searchAlone(end: number, maxStates: number): Generator<void> {
    const { compiled, deadlockFinder } = this;
    deadlockFinder?.makeRoom(end);
    while (this.next < end) {
      if (this.next % statesPerSlice === 0) yield;
      if (compiled.stateCount() + compiled.pendingCount() > maxStates) {
        this.enter();
        while (compiled.stateCount() > maxStates) yield;
      }
      const successors = compiled.expand(this.next);
      deadlockFinder?.moves.note(this.next, compiled.pendingCount() - successors, compiled.pendingCount());
      this.ownTransitions += successors;
      this.next += 1;
      if (compiled.pendingCount() >= batchSize) this.enter();
    }
    this.enter();
  }

  private *searchTogether(pool: WorkerPool, end: number): Generator<void> {
    this.isShared = true;
    try {
      yield* pool.searchLevel(this.next, end);
    } finally {
      this.isShared = false;
    }
    this.next = end;
    this.inspected = this.compiled.stateCount();
  }

  private beginLevel(): void {
    const { compiled, parallelism } = this;
    this.levels.push(compiled.stateCount());
    compiled.closeDecided(this.next);
    const { jobs, fromStates, fromWidth } = parallelism;
    const isLarge = compiled.stateCount() >= fromStates && compiled.stateCount() - this.next >= fromWidth;
    if (jobs > 1 && isLarge) this.pool ??= this.startPool(jobs);
  }

  private startPool(jobs: number): WorkerPool | undefined {
    try {
      return new WorkerPool(this.compiled, this.deadlockFinder, jobs);
    } catch (error) {
      if (!(error instanceof MemoryExhaustedError)) throw error;
      return undefined;
    }
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
