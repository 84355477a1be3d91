import { Set as ImmutableSet } from 'immutable';
import type { Path } from '../engine/index.js';
import type { Composition } from '../livepatch/index.js';
import {
  enabledSteps,
  evaluate,
  initialStates,
  isConstrained,
  locationNamed,
  type ProcessTemplate,
  type Source,
  type State,
  type Step,
  type System,
  splitVariableKey,
  stepName,
  takeStep,
  type Value,
  violatedAssertions,
} from '../system/index.js';

/** A run that violates a property, as the reference interpreter takes it. */
export interface Counterexample {
  readonly initial: State;
  /** What is true, at the start, of where each task stands. */
  readonly initialLabels: ReadonlyMap<string, readonly string[]>;
  readonly steps: readonly TraceStep[];
  /** For a deadlock: the tasks that are stuck at the end. */
  readonly stuckTasks?: readonly string[];
  /**
   * For a run without end: how many steps come before the cycle. Those from there on are taken over and over; if there
   * are none, nothing happens any more.
   */
  readonly loopStart?: number;
  /** For a run that is fair: why it is, and what does not happen in its cycle. */
  readonly cycle?: CycleReport;
  /** Present where there may be a shorter one: the search was reduced, or a shortest cycle was too much to look for. */
  readonly mayBeShorter?: true;
  /** What is no longer possible at the end, or why it counts. */
  readonly remark?: string;
}

/** What there is to say of the cycle of a fair run. */
export interface CycleReport {
  /** By fairness assumption, and by process, why the cycle satisfies it. */
  readonly fairness: readonly {
    readonly task: string;
    readonly assumption: string;
    readonly because: string;
    /** Whether the cycle has a step that the assumption speaks of. */
    readonly possible: boolean;
  }[];
  /** Steps that are enabled in the cycle, and never taken in it. */
  readonly neverTaken: readonly NeverTaken[];
  /** The tasks that the transition waits for all the time. */
  readonly awaited: readonly string[];
  /** Those that it waits for now and then. */
  readonly awaitedAtTimes: readonly string[];
  /** The tasks that the formula names. */
  readonly mentioned: readonly string[];
  /** What the atoms of the formula are in the cycle. */
  readonly atoms: readonly { readonly atom: string; readonly value: 'true' | 'false' | 'changing' }[];
}

export interface NeverTaken {
  readonly task: string;
  readonly action: string;
  readonly enabled: 'always' | 'sometimes';
  /** Nothing obliges the task to take it. */
  readonly voluntary: boolean;
}

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
  readonly variable: string;
  readonly before: Value;
  readonly after: Value;
}

/** The two semantics disagree. Never a verdict: a mistake in klpcheck, to be reported with the message. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
}

/**
 * Takes a counterexample of the fast engine step by step in the reference interpreter, and makes sure that it does
 * violate the property.
 *
 * @throws ReplayError when a state does not follow, or the end is no violation
 */
export function replay(composition: Composition, property: string, path: Path): Counterexample {
  const { system, requirements } = composition;
  const taken = takePath(composition, property, path.states);
  const { initial, initialLabels } = taken;
  const length = path.isShortest ? {} : { mayBeShorter: true as const };
  const steps = [...taken.steps];
  const state = path.states.at(-1) as State;
  if (path.lastEdge) {
    const step = enabledSteps(system, state).find(
      (each) => each.edge === path.lastEdge && violatedAssertions(system, state, each).includes(property),
    );
    if (!step)
      throw new ReplayError(`${property}: the last step of the counterexample violates no assertion`);
    steps.push(describeStep(composition, state, step, takeStep(system, state, step)));
    return { initial, initialLabels, steps, ...length };
  }
  if (path.stuckProcesses) {
    confirmStuck(system, state, path.stuckProcesses, property);
    return { initial, initialLabels, steps, stuckTasks: path.stuckProcesses, ...length };
  }
  const invariants = requirements.invariants.filter((each) => each.property === property);
  if (invariants.every(({ holds }) => evaluate(holds, system, state)))
    throw new ReplayError(`${property}: the last state of the counterexample violates no invariant`);
  return { initial, initialLabels, steps, ...length };
}

/** A run of the reference interpreter, with the steps themselves. */
export interface TakenPath extends Counterexample {
  readonly taken: readonly Step[];
}

/**
 * Takes the steps from state to state.
 *
 * @param prefers which step it is, where several lead to the same state
 * @throws ReplayError when there is none, or the first state is not initial
 */
export function takePath(
  composition: Composition,
  property: string,
  states: readonly State[],
  prefers: (step: Step, index: number) => boolean = () => true,
): TakenPath {
  const { system } = composition;
  const [initial, ...others] = states as [State, ...State[]];
  if (!initialStates(system).some((each) => each.equals(initial)))
    throw new ReplayError(`${property}: the counterexample does not begin in an initial state`);
  const steps: TraceStep[] = [];
  const taken: Step[] = [];
  let state = initial;
  for (const [index, target] of others.entries()) {
    const fitting = enabledSteps(system, state).filter((each) =>
      takeStep(system, state, each).equals(target),
    );
    const step = fitting.find((each) => prefers(each, index)) ?? fitting[0];
    if (!step)
      throw new ReplayError(`${property}: no step leads to state ${index + 1} of the counterexample`);
    steps.push(describeStep(composition, state, step, target));
    taken.push(step);
    state = target;
  }
  const initialLabels = new Map(
    system.processes.map(({ name, template }) => [name, labelsAt(template, template.graph.initial)] as const),
  );
  return { initial, initialLabels, steps, taken };
}

const byNumber = new Intl.Collator('en', { numeric: true });

function describeStep(
  { observerVariables }: Composition,
  before: State,
  step: Step,
  after: State,
): TraceStep {
  const { source } = step.edge.action;
  return {
    task: step.process.name,
    action: stepName(step),
    ...(source && { source }),
    location: step.edge.to,
    labels: labelsAt(step.process.template, step.edge.to),
    changes: [...after.values]
      .filter(
        ([key, value]) =>
          before.values.get(key) !== value && !observerVariables.has(splitVariableKey(key).name),
      )
      .sort(([one], [other]) => byNumber.compare(one, other))
      .map(([key, value]) => ({ variable: key, before: before.values.get(key) as Value, after: value })),
    state: after,
  };
}

function labelsAt({ graph }: ProcessTemplate, location: string): readonly string[] {
  return locationNamed(graph, location)?.labels ?? [];
}

function confirmStuck(system: System, from: State, stuck: readonly string[], property: string): void {
  for (const { step } of futuresOf(system, from, () => true))
    if (stuck.includes(step.process.name))
      throw new ReplayError(`${property}: ${step.process.name} is said to be stuck, and can take a step`);
}

/** The reference interpreter follows every future of a state up to this many states. */
const statesConfirmed = 2000;

/** The steps that can be taken from a state on, by whoever is allowed to, each with the state that it leads to. */
export function* futuresOf(
  system: System,
  from: State,
  isAllowed: (step: Step) => boolean,
): Generator<{ readonly step: Step; readonly target: State }> {
  let seen = ImmutableSet<State>([from]);
  const queue: State[] = [from];
  for (const state of queue)
    for (const step of enabledSteps(system, state).filter(isAllowed)) {
      const target = takeStep(system, state, step);
      yield { step, target };
      if (seen.size >= statesConfirmed || seen.has(target)) continue;
      seen = seen.add(target);
      queue.push(target);
    }
}

/** Whether a run may end in a state: no step is there that fairness speaks of. */
export function mayRest(system: System, state: State): boolean {
  return enabledSteps(system, state).every(({ process, edge }) =>
    system.fairness.every(
      (constraint) => constraint.template !== process.template.name || !isConstrained(constraint, edge),
    ),
  );
}
