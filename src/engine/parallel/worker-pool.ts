import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { startThread } from '../../thread.js';
import type { DeadlockFinder } from '../blocking/deadlock.js';
import { Moves } from '../blocking/moves.js';
import type { CompiledSystem } from '../compiled/compile.js';
import { load, type Machine, type Program } from '../compiled/program.js';
import { MemoryExhaustedError } from '../packing/memory.js';
import { Control } from './control.js';
import {
  hooksFor,
  LevelWorker,
  ownFired,
  rebuildTogether,
  roomPerThread,
  StepOutOfRange,
} from './level-worker.js';
import type { HelperData } from './pool-worker.js';

/** How many threads a search uses unless said: as many as the machine runs at once. */
export const defaultJobs = availableParallelism();

/**
 * Several threads that search one level together: this one and its helpers. They share the store. When all are done,
 * the states of the next level are an interval of numbers again, so that whatever comes after need not know of them. Which
 * states there are in a level does not depend on who found them; only the order within a level does.
 */
export class Crew {
  private readonly control: Control;
  private readonly program: Program;
  private readonly machine: Machine;
  private readonly worker: LevelWorker;
  private readonly threads: readonly Worker[];
  private readonly transitionsBy: Float64Array;
  private failure: Error | undefined;

  constructor(
    private readonly compiled: CompiledSystem,
    deadlockFinder: DeadlockFinder | undefined,
    jobs: number,
  ) {
    const helpers = jobs - 1;
    compiled.store.reserveAll();
    compiled.adopt(compiled.stateCount());
    deadlockFinder?.makeRoom(compiled.store.limitEver);
    this.control = new Control(helpers, compiled.openFor(0).length);
    this.program = compiled.programForSeveral();
    this.transitionsBy = new Float64Array(new SharedArrayBuffer(8 * helpers));
    const hooks = hooksFor(this.control, compiled.findings, this.program.maximumSuccessors);
    this.machine = load(this.program, compiled.store, ownFired(compiled.findings), hooks);
    const moves = deadlockFinder && new Moves(deadlockFinder.who, this.machine, deadlockFinder.moves.sets);
    this.worker = new LevelWorker(this.machine, this.control, compiled.findings, moves, () =>
      this.waitForRoom(),
    );
    this.threads = Array.from({ length: helpers }, (_, helper) =>
      this.hire({
        helper,
        helpers,
        program: this.program,
        store: compiled.store.shared(),
        findings: compiled.findings,
        control: this.control.shared,
        openWords: this.control.openWords,
        transitions: this.transitionsBy,
        ...(deadlockFinder && { moves: { who: deadlockFinder.who, sets: deadlockFinder.moves.sets.buffer } }),
      }),
    );
  }

  /** Whether all helpers have loaded their code. @throws Error when one could not */
  get isReady(): boolean {
    if (this.failure) throw this.failure;
    return this.control.ready === this.threads.length;
  }

  /** How many states there are, about, while a level is searched. */
  get stateCount(): number {
    return this.control.claimed;
  }

  get transitions(): number {
    return this.transitionsBy.reduce((sum, each) => sum + each, this.worker.transitions);
  }

  /**
   * Searches the level of the states from `begin` up to `end`, which is the number of all states. Yields now and then. When it
   * is left before its end, all threads stop where they are.
   *
   * @throws MemoryExhaustedError, OutOfRangeError
   */
  *searchLevel(begin: number, end: number): Generator<void> {
    const { compiled, control, machine } = this;
    machine.dropUnusedNumbers?.();
    machine.adopt(0);
    control.beginLevel(begin, end, compiled.store.indexMask, compiled.openFor(begin));
    try {
      yield* this.worker.run();
      yield* this.helpersArrive();
    } catch (error) {
      if (!(error instanceof StepOutOfRange)) throw error;
    } finally {
      if (!control.haveHelpersArrived) this.stopHelpers();
      machine.discard();
      this.closeGaps();
    }
    if (control.stop === 'memory') throw new MemoryExhaustedError();
    if (control.stop === 'out-of-range') compiled.reportOutOfRange(...control.badStep);
  }

  /** Sends the helpers home. */
  dismiss(): void {
    this.control.end();
    for (const thread of this.threads) void thread.terminate();
  }

  private hire(workerData: HelperData): Worker {
    const thread = startThread(import.meta.url, 'pool-worker', workerData);
    thread.unref();
    thread.on('error', (error) => {
      this.failure = error instanceof Error ? error : new Error(String(error));
      this.control.askToStop('asked');
    });
    return thread;
  }

  private *waitForRoom(): Generator<void> {
    while (!this.control.areHelpersStill) {
      if (this.failure) throw this.failure;
      yield;
    }
    this.grow();
  }

  private *helpersArrive(): Generator<void> {
    const { control } = this;
    while (!control.haveHelpersArrived) {
      if (this.failure) throw this.failure;
      if (control.isPauseAsked && control.areHelpersStill) this.grow();
      yield;
    }
  }

  private stopHelpers(): void {
    const { control } = this;
    control.askToStop('asked');
    while (!control.haveHelpersArrived && !this.failure)
      if (control.isPauseAsked && control.areHelpersStill) control.resume(this.compiled.store.indexMask);
  }

  /** Doubles the index while no helper touches it. */
  private grow(): void {
    const { control, machine, compiled } = this;
    const { store } = compiled;
    try {
      const slack = roomPerThread(this.program.maximumSuccessors) * (this.threads.length + 1);
      const isLarger = store.grow(control.claimed + slack);
      machine.adopt(0);
      if (isLarger) this.rebuild();
    } catch (error) {
      if (!(error instanceof MemoryExhaustedError)) throw error;
      control.askToStop('memory');
    }
    control.resume(store.indexMask);
  }

  /** All enter the states into the index: this thread, and those that pause. */
  private rebuild(): void {
    const { control, machine } = this;
    control.beginRebuild(this.compiled.store.indexMask, machine.unusedNumbers?.() ?? [0, 0]);
    rebuildTogether(machine, control, this.compiled.store);
    while (!control.isLeftOverEntered) if (this.failure) throw this.failure;
  }

  /** Gives the numbers that nobody used to the last states, so that states have all numbers up to how many there are. */
  private closeGaps(): void {
    const { compiled, control, machine } = this;
    const { violationStates } = compiled.findings;
    control.publish(control.helpers, machine.unusedNumbers?.() ?? [0, 0]);
    const { gaps } = control;
    const unused = gaps.reduce((sum, [from, to]) => sum + to - from, 0);
    const count = control.claimed - unused;
    machine.adopt(0);
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
