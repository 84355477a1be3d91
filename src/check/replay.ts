import { Set as ImmutableSet } from 'immutable';
import type { Path } from '../engine/index.js';
import type { Composition } from '../livepatch/index.js';
import {
  enabledSteps,
  evaluate,
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
  const describe = (before: State, step: Step, after: State): TraceStep =>
    describeStep(composition, before, step, after);
  const initialLabels = new Map(
    system.processes.map(({ name, template }) => [name, labelsAt(template, template.graph.initial)] as const),
  );
  const [initial, ...others] = path.states as [State, ...State[]];
  const steps: TraceStep[] = [];
  let state = initial;
  for (const target of others) {
    const step = enabledSteps(system, state).find((each) => takeStep(system, state, each).equals(target));
    if (!step)
      throw new ReplayError(`${property}: no step leads to state ${steps.length + 1} of the counterexample`);
    steps.push(describe(state, step, target));
    state = target;
  }
  if (path.lastEdge) {
    const step = enabledSteps(system, state).find(
      (each) => each.edge === path.lastEdge && violatedAssertions(system, state, each).includes(property),
    );
    if (!step)
      throw new ReplayError(`${property}: the last step of the counterexample violates no assertion`);
    steps.push(describe(state, step, takeStep(system, state, step)));
    return { initial, initialLabels, steps };
  }
  if (path.stuckProcesses) {
    confirmStuck(system, state, path.stuckProcesses, property);
    return { initial, initialLabels, steps, stuckTasks: path.stuckProcesses };
  }
  const invariants = requirements.invariants.filter((each) => each.property === property);
  if (invariants.every(({ holds }) => evaluate(holds, system, state)))
    throw new ReplayError(`${property}: the last state of the counterexample violates no invariant`);
  return { initial, initialLabels, steps };
}

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
      .sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }))
      .filter(
        ([key, value]) =>
          before.values.get(key) !== value && !observerVariables.has(splitVariableKey(key).name),
      )
      .map(([key, value]) => ({ variable: key, before: before.values.get(key) as Value, after: value })),
    state: after,
  };
}

function labelsAt({ graph }: ProcessTemplate, location: string): readonly string[] {
  return graph.locations.find(({ name }) => name === location)?.labels ?? [];
}

/** The reference interpreter follows every future of a deadlock up to this many states. */
const statesConfirmed = 2000;

function confirmStuck(system: System, from: State, stuck: readonly string[], property: string): void {
  let seen = ImmutableSet<State>([from]);
  const queue: State[] = [from];
  for (const state of queue) {
    for (const step of enabledSteps(system, state)) {
      if (stuck.includes(step.process.name))
        throw new ReplayError(`${property}: ${step.process.name} is said to be stuck, and can take a step`);
      const target = takeStep(system, state, step);
      if (seen.size >= statesConfirmed || seen.has(target)) continue;
      seen = seen.add(target);
      queue.push(target);
    }
  }
}
