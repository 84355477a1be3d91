import { Set as ImmutableSet } from 'immutable';
import type { Composition } from '../livepatch/index.js';
import {
  enabledSteps,
  initialStates,
  isConstrained,
  locationNamed,
  type ProcessTemplate,
  type State,
  type StateVariable,
  type Step,
  type System,
  stateVariables,
  stepName,
  takeStep,
  type Value,
} from '../system/index.js';
import type { TakenSteps, TraceStep } from './run.js';

/** The two semantics disagree. Never a verdict: a mistake in klpcheck, to be reported with the message. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
}

/** The steps of a run, and the steps of the system that they are. */
export interface TakenPath extends TakenSteps {
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
  const variables = stateVariables(system);
  const steps: TraceStep[] = [];
  const taken: Step[] = [];
  let state = initial;
  for (const [index, target] of others.entries()) {
    const fitting = enabledSteps(system, state).filter(
      (each) =>
        // Most others are told apart by where they lead, which takes no step.
        target.locations.get(each.process.name) === each.edge.to &&
        takeStep(system, state, each).equals(target),
    );
    const step = fitting.find((each) => prefers(each, index)) ?? fitting[0];
    if (!step)
      throw new ReplayError(`${property}: no step leads to state ${index + 1} of the counterexample`);
    steps.push(describeStep(composition, variables, state, step, target));
    taken.push(step);
    state = target;
  }
  const initialLabels = new Map(
    system.processes.map(({ name, template }) => [name, labelsAt(template, template.graph.initial)] as const),
  );
  const versions = [...new Set(composition.rules.codeStates.bodies.map(({ version }) => version))];
  return { initial, initialLabels, versions, variables, steps, taken };
}

const byNumber = new Intl.Collator('en', { numeric: true });

export function describeStep(
  { observerVariables }: Composition,
  variables: readonly StateVariable[],
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
    changes: variables
      .filter(
        ({ key, variable }) =>
          before.values.get(key) !== after.values.get(key) && !observerVariables.has(variable.name),
      )
      .sort((one, other) => byNumber.compare(one.key, other.key))
      .map(({ key, variable: { name, title = name }, owner }) => ({
        variable: key,
        title,
        ...(owner !== undefined && { owner }),
        before: before.values.get(key) as Value,
        after: after.values.get(key) as Value,
      })),
    state: after,
  };
}

export function labelsAt({ graph }: ProcessTemplate, location: string | undefined): readonly string[] {
  return location === undefined ? [] : (locationNamed(graph, location)?.labels ?? []);
}

/** The reference interpreter follows every future of a state up to this many states. */
const statesConfirmed = 2000;

/** The steps that can be taken from a state on, of those that are allowed, each with the state that it leads to. */
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
