import { workerData } from 'node:worker_threads';
import { Moves, type Watch } from '../blocking/moves.js';
import { type Findings, load, type Program } from '../compiled/program.js';
import { type SharedStore, Store } from '../packing/store.js';
import { Control } from './control.js';
import { hooksFor, LevelWorker, ownFired, rebuildTogether, StepOutOfRange } from './level-worker.js';

/** What a helper is sent: plain data, and memory that it shares with the others. */
export interface HelperData {
  /** From 0. */
  readonly helper: number;
  readonly helpers: number;
  readonly program: Program;
  readonly store: SharedStore;
  readonly findings: Findings;
  readonly control: SharedArrayBuffer;
  readonly openWords: number;
  /** By helper: how many transitions it has seen. */
  readonly transitions: Float64Array;
  readonly moves?: { readonly who: Watch; readonly sets: SharedArrayBuffer };
}

/* The thread of a helper: it waits for a level to begin, does its part, and waits for the next. */

const data = workerData as HelperData;
const control = new Control(data.helpers, data.openWords, data.control);
const store = Store.share(data.store);
const hooks = hooksFor(control, data.findings, data.program.maximumSuccessors);
const machine = load(data.program, store, ownFired(data.findings), hooks);
const moves = data.moves && new Moves(data.moves.who, machine, new Int32Array(data.moves.sets));
const unused = (): readonly [number, number] => machine.unusedNumbers?.() ?? [0, 0];
const adoptIndex = (): void => {
  store.indexMask = control.indexMask;
  machine.adopt(0);
};
const worker = new LevelWorker(machine, control, data.findings, moves, function* () {
  control.pause(data.helper, unused(), () => {
    adoptIndex();
    rebuildTogether(machine, control, store);
  });
  adoptIndex();
});

let { epoch } = control;
control.markReady();
for (;;) {
  control.waitAfter(epoch);
  epoch = control.epoch;
  if (control.isEnded) break;
  machine.dropUnusedNumbers?.();
  adoptIndex();
  try {
    for (const _ of worker.run());
  } catch (error) {
    if (!(error instanceof StepOutOfRange)) throw error;
    machine.discard();
  }
  data.transitions[data.helper] = worker.transitions;
  control.arrive(data.helper, unused());
}
