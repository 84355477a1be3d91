import { workerData } from 'node:worker_threads';
import { Moves, type WatchedProcesses } from '../blocking/index.js';
import { type Findings, loadConcurrent, type Program } from '../machine/index.js';
import { type SharedStore, Store } from '../packing/index.js';
import { Control } from './control.js';
import { hooksFor, ownFired, StepOutOfRange } from './hooks.js';
import { LevelSearch } from './level-search.js';

/** What a worker is sent: plain data, and memory that it shares with the other threads. */
export interface PoolWorkerData {
  /** From 0. */
  readonly worker: number;
  readonly workers: number;
  readonly program: Program;
  readonly store: SharedStore;
  readonly findings: Findings;
  readonly control: SharedArrayBuffer;
  readonly openWords: number;
  /** By worker: how many transitions it has seen. */
  readonly transitions: Float64Array;
  readonly moves?: { readonly watched: WatchedProcesses; readonly sets: SharedArrayBuffer };
}

/* The thread of a worker: it waits for a level to begin, does its part, and waits for the next. */

const data = workerData as PoolWorkerData;
const control = new Control(data.workers, data.openWords, data.control);
const store = Store.share(data.store);
const hooks = hooksFor(control, data.findings, data.program.maximumSuccessors);
const machine = loadConcurrent(data.program, store, ownFired(data.findings), hooks);
const moves = data.moves && new Moves(data.moves.watched, machine, new Int32Array(data.moves.sets));
const adoptIndex = (): void => {
  store.indexMask = control.indexMask;
  machine.adopt();
};
const levelSearch = new LevelSearch(machine, control, data.findings, moves, function* () {
  control.pause(data.worker, machine.unusedNumbers(), () => {
    adoptIndex();
    control.rebuildPart(machine, store);
  });
  adoptIndex();
});

let { epoch } = control;
control.markReady();
for (;;) {
  control.waitAfter(epoch);
  epoch = control.epoch;
  if (control.isEnded) break;
  machine.dropUnusedNumbers();
  adoptIndex();
  try {
    for (const _ of levelSearch.run());
  } catch (error) {
    machine.discard();
    if (!(error instanceof StepOutOfRange)) {
      // The leading thread may wait for this one without a look at its events.
      control.askToStop('failed');
      throw error;
    }
  } finally {
    data.transitions[data.worker] = levelSearch.transitions;
    control.arrive(data.worker, machine.unusedNumbers());
  }
}
