import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { startThread } from '../../thread.js';
import { type DeadlockFinder, Moves } from '../blocking/index.js';
import type { CompiledSystem } from '../compiled/index.js';
import { type ConcurrentMachine, loadConcurrent } from '../machine/index.js';
import { MemoryExhaustedError } from '../packing/index.js';
import { Control } from './control.js';
import { hooksFor, ownFired, roomPerThread, StepOutOfRange } from './hooks.js';
import { LevelSearch } from './level-search.js';
import type { PoolWorkerData } from './pool-worker.js';

/** How many threads a search uses unless said: as many as the machine runs at once. */
export const defaultJobs = availableParallelism();

/**
 * Several threads that search one level together: this one, which leads, and its workers. They share the store. When all are
 * done, the states of the next level are an interval of numbers again, so that whatever comes after need not know of them.
 * Which states there are in a level does not depend on which thread found them; only the order within a level does.
 */
export class WorkerPool {
  private readonly control: Control;
  private readonly machine: ConcurrentMachine;
  private readonly levelSearch: LevelSearch;
  private readonly threads: Worker[] = [];
  private readonly transitionsBy: Float64Array;
  private failure: Error | undefined;

  /** @throws MemoryExhaustedError when all that the store may ever need cannot be reserved */
  constructor(
    private readonly compiled: CompiledSystem,
    deadlockFinder: DeadlockFinder | undefined,
    jobs: number,
  ) {
    const workers = jobs - 1;
    const { program, store, findings } = compiled;
    store.reserveAll();
    compiled.adopt(compiled.stateCount());
    deadlockFinder?.makeRoom(store.limitEver);
    this.control = new Control(workers, compiled.openFor(0).length);
    this.transitionsBy = new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT * workers));
    const hooks = hooksFor(this.control, findings, program.maximumSuccessors);
    this.machine = loadConcurrent(program, store, ownFired(findings), hooks);
    const moves =
      deadlockFinder && new Moves(deadlockFinder.watched, this.machine, deadlockFinder.moves.sets);
    this.levelSearch = new LevelSearch(this.machine, this.control, findings, moves, () => this.waitForRoom());
    const { control, openWords } = { control: this.control.shared, openWords: this.control.openWords };
    const shared = { program, store: store.shared(), findings, control, openWords };
    try {
      for (let worker = 0; worker < workers; worker++)
        this.start({
          ...{ worker, workers, ...shared, transitions: this.transitionsBy },
          ...(deadlockFinder && {
            moves: { watched: deadlockFinder.watched, sets: deadlockFinder.moves.sets.buffer },
          }),
        });
    } catch (error) {
      void this.dismiss();
      throw error;
    }
  }

  /** Whether all workers have loaded their code. @throws Error when one could not */
  get isReady(): boolean {
    if (this.failure) throw this.failure;
    return this.control.ready === this.threads.length;
  }

  /** Waits for a moment, or until one more worker has loaded its code. */
  waitForReady(): void {
    this.control.waitForReady();
  }

  /** How many states there are, about, while a level is searched. */
  get stateCount(): number {
    return this.control.claimed;
  }

  get transitions(): number {
    return this.transitionsBy.reduce((sum, each) => sum + each, this.levelSearch.transitions);
  }

  /**
   * Searches the level of the states from `begin` up to `end`, which is the number of all states. Yields now and then. When it
   * is left before its end, all threads stop where they are.
   *
   * @throws MemoryExhaustedError, OutOfRangeError, and whatever a worker throws
   */
  *searchLevel(begin: number, end: number): Generator<void> {
    const { compiled, control, machine } = this;
    machine.dropUnusedNumbers();
    machine.adopt();
    control.beginLevel(begin, end, compiled.store.indexMask, compiled.openFor(begin));
    try {
      yield* this.levelSearch.run();
      yield* this.workersArrive();
    } catch (error) {
      if (!(error instanceof StepOutOfRange)) throw error;
    } finally {
      if (!control.haveWorkersArrived) this.stopWorkers();
      machine.discard();
      this.closeGaps();
    }
    if (control.stop === 'memory') throw new MemoryExhaustedError();
    if (control.stop === 'out-of-range') compiled.reportOutOfRange(...control.badStep);
  }

  /** Ends the workers, and waits until they have. */
  async dismiss(): Promise<void> {
    this.control.end();
    await Promise.all(this.threads.map((thread) => thread.terminate()));
  }

  private start(workerData: PoolWorkerData): void {
    const thread = startThread(import.meta.url, 'pool-worker', workerData);
    this.threads.push(thread);
    thread.unref();
    thread.on('error', (error) => {
      this.failure = error instanceof Error ? error : new Error(String(error));
      this.control.askToStop('failed');
    });
  }

  private *waitForRoom(): Generator<void> {
    while (!this.control.areWorkersStill) {
      if (this.failure) throw this.failure;
      yield;
    }
    this.grow();
  }

  private *workersArrive(): Generator<void> {
    const { control } = this;
    // That a worker has thrown is known before what it has thrown.
    while (!control.haveWorkersArrived || control.stop === 'failed') {
      if (this.failure) throw this.failure;
      if (control.isPauseAsked && control.areWorkersStill) this.grow();
      yield;
    }
  }

  private stopWorkers(): void {
    const { control } = this;
    control.askToStop('asked');
    while (!control.haveWorkersArrived && !this.failure)
      if (control.isPauseAsked && control.areWorkersStill) control.resume(this.compiled.store.indexMask);
  }

  /** Doubles the index while no worker touches it. */
  private grow(): void {
    const { control, machine, compiled } = this;
    const { store, program } = compiled;
    try {
      const slack = roomPerThread(program.maximumSuccessors) * (this.threads.length + 1);
      const isLarger = store.grow(control.claimed + slack);
      machine.adopt();
      if (isLarger) control.rebuild(machine, store);
    } catch (error) {
      if (!(error instanceof MemoryExhaustedError)) throw error;
      control.askToStop('memory');
    }
    control.resume(store.indexMask);
  }

  /** Gives the numbers that no thread used to the last states, so that states have all numbers up to how many there are. */
  private closeGaps(): void {
    const { compiled, control, machine } = this;
    const { violationStates } = compiled.findings;
    control.publishUnused(machine.unusedNumbers());
    const { gaps } = control;
    const unused = gaps.reduce((sum, [from, to]) => sum + to - from, 0);
    const count = control.claimed - unused;
    machine.adopt();
    let last = control.claimed;
    const lastUsed = (): number => {
      do last--;
      while (gaps.some(([from, to]) => from <= last && last < to));
      return last;
    };
    for (const [from, to] of gaps)
      for (let number = from; number < Math.min(to, count); number++) {
        const moved = lastUsed();
        machine.renumber(moved, number);
        for (const [property, state] of violationStates.entries())
          if (state === moved + 1) violationStates[property] = number + 1;
      }
    compiled.adopt(count);
  }
}
