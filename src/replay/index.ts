/** Runs, as the reference interpreter takes them: what was found elsewhere is confirmed here, or refused. */
export type { AtomInCycle, Circumstance, HeldData, NeverTaken, Notice } from './notice.js';
export { replay } from './replay.js';
export { replayDeadEnd, replayMeasurement, type UnitMeasured } from './replay-answer.js';
export { replayLasso } from './replay-lasso.js';
export {
  type Change,
  type Counterexample,
  type CycleReport,
  cycleOf,
  type DeadEndRun,
  type FairnessReason,
  type FiniteRun,
  type LassoRun,
  loopStartOf,
  mayBeShorter,
  type Run,
  type SatisfiedAssumption,
  type Stretch,
  type StuckRun,
  type TakenSteps,
  type TraceStep,
  type WorstCaseRun,
} from './run.js';
export { describeStep, ReplayError, takePath } from './take-path.js';
