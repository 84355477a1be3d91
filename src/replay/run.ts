import type { Source, State, StateVariable, Value } from '../system/index.js';
import type { AtomInCycle, NeverTaken, Notice } from './notice.js';

/** A run that violates a property. */
export type Counterexample = FiniteRun | StuckRun | DeadEndRun | LassoRun;

/** A run that was found, as the reference interpreter takes it. What is written of it is made from this alone. */
export type Run = Counterexample | WorstCaseRun;

/** The steps of a run. */
export interface TakenSteps {
  readonly initial: State;
  /** What is true, at the start, of where each task stands. */
  readonly initialLabels: ReadonlyMap<string, readonly string[]>;
  /** The names of the versions that functions have, the earliest first. */
  readonly versions: readonly string[];
  /** What the states hold values of. */
  readonly variables: readonly StateVariable[];
  readonly steps: readonly TraceStep[];
}

interface ReplayedRun extends TakenSteps {
  /** What to notice in it, in the order in which it is told. */
  readonly notices: readonly Notice[];
}

interface Violation extends ReplayedRun {
  /** Whether there may be a shorter one: the search was reduced, or a shortest cycle was too much to look for. */
  readonly mayBeShorter: boolean;
}

/** Ends where, or with the step by which, something bad happens. */
export interface FiniteRun extends Violation {
  readonly kind: 'finite';
}

/** Ends in a deadlock. */
export interface StuckRun extends Violation {
  readonly kind: 'stuck';
  readonly stuckTasks: readonly string[];
}

/** Ends where something is not possible any more. */
export interface DeadEndRun extends Violation {
  readonly kind: 'dead-end';
}

/** A fair run without end, that does not satisfy a formula. */
export interface LassoRun extends Violation {
  readonly kind: 'lasso';
  /** How many steps come before the cycle, which is the rest; if none is left, nothing happens any more. */
  readonly loopStart: number;
  readonly cycle: CycleReport;
}

/** A run in which a quantity is as great as it gets. */
export interface WorstCaseRun extends ReplayedRun {
  readonly kind: 'worst-case';
  readonly stretch: Stretch;
}

/** What a worst case is. */
export type Stretch =
  /** So much is counted, in a run with an end. */
  | { readonly kind: 'counted' }
  /** Each time that the cycle is gone round, more is counted. */
  | { readonly kind: 'growing'; readonly loopStart: number }
  /** What is measured lasts for ever, in a fair run. */
  | {
      readonly kind: 'endless';
      readonly loopStart: number;
      readonly cycle: CycleReport;
      /** Whether there may be a shorter one. */
      readonly mayBeShorter: boolean;
    };

/** Where the cycle of a run begins: see {@link LassoRun.loopStart}. Absent for a run that has none. */
export function loopStartOf(run: Run): number | undefined {
  if (run.kind === 'lasso') return run.loopStart;
  return run.kind === 'worst-case' && run.stretch.kind !== 'counted' ? run.stretch.loopStart : undefined;
}

/** Why the cycle of a run is fair. Absent for a run that was not found to be. */
export function cycleOf(run: Run): CycleReport | undefined {
  if (run.kind === 'lasso') return run.cycle;
  return run.kind === 'worst-case' && run.stretch.kind === 'endless' ? run.stretch.cycle : undefined;
}

/** Whether there may be a shorter run of which the same is said. */
export function mayBeShorter(run: Run): boolean {
  if (run.kind !== 'worst-case') return run.mayBeShorter;
  return run.stretch.kind === 'endless' && run.stretch.mayBeShorter;
}

/** What there is to say of the cycle of a fair run. */
export interface CycleReport {
  /** By fairness assumption, and by process, why the cycle satisfies it. */
  readonly fairness: readonly SatisfiedAssumption[];
  /** Steps that are enabled in the cycle, and never taken in it. */
  readonly neverTaken: readonly NeverTaken[];
  /** The tasks that the transition waits for all the time. */
  readonly awaited: readonly string[];
  /** Those that it waits for now and then. */
  readonly awaitedAtTimes: readonly string[];
  /** The tasks that the formula names. */
  readonly mentioned: readonly string[];
  /** What the atoms of the formula are in the cycle. */
  readonly atoms: readonly AtomInCycle[];
}

export interface SatisfiedAssumption {
  readonly task: string;
  /** In words. */
  readonly assumption: string;
  readonly because: FairnessReason;
}

/** Why a cycle satisfies an assumption about some steps. */
export type FairnessReason =
  /** One of them is taken: that step of the run. */
  | { readonly kind: 'taken'; readonly step: number }
  | { readonly kind: 'never-possible' }
  /** None is possible before that step, so they are not possible all the time. */
  | { readonly kind: 'not-always-possible'; readonly beforeStep: number };

export interface TraceStep {
  /** The process that takes it. */
  readonly task: string;
  /** What the step is called. */
  readonly action: string;
  /** Where it stands in the scenario; absent for a step of the mechanism. */
  readonly source?: Source;
  /** Where the task stands after it. */
  readonly location: string;
  /** What is true of where it stands: see the vocabulary of live patching. */
  readonly labels: readonly string[];
  /** The variables of the workload and the mechanism that it changes; those of observers are left out. */
  readonly changes: readonly Change[];
  /** The state after it. */
  readonly state: State;
}

export interface Change {
  /** The key of the variable in the state. */
  readonly variable: string;
  /** What the variable is called. */
  readonly title: string;
  /** The process whose variable it is, where each has its own. */
  readonly owner?: string;
  readonly before: Value;
  readonly after: Value;
}
