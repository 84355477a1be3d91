import {
  batchSize,
  blockSize,
  type ConcurrentHooks,
  type Findings,
  noteViolation,
} from '../machine/index.js';
import type { Control } from './control.js';

/** Ends the work of a thread: what is wrong with the step is told in the words of the reference semantics. */
export class StepOutOfRange extends Error {
  override readonly name = 'StepOutOfRange';
}

/** What the code of each thread calls. */
export function hooksFor(control: Control, findings: Findings, maximumSuccessors: number): ConcurrentHooks {
  const slack = roomPerThread(maximumSuccessors) * (control.workers + 1);
  return {
    reportViolation: (property, state, edge) => noteViolation(findings, property, state, edge),
    reportOutOfRange(edge, state) {
      control.reportBadStep(edge, state);
      throw new StepOutOfRange();
    },
    open(state) {
      throw new Error(`state ${state} is not in the level`);
    },
    claimBlock: () => control.claimBlock(),
    isShort: (limit) => control.claimed + slack > limit,
  };
}

/** How many numbers a thread may claim between two moments at which it looks whether there is room. */
export function roomPerThread(maximumSuccessors: number): number {
  return batchSize + maximumSuccessors + 2 * blockSize;
}

/** What all threads find out, but for the steps that have been taken, which each notes for itself. */
export function ownFired(findings: Findings): Findings {
  return { ...findings, fired: new Uint8Array(findings.fired.length) };
}
