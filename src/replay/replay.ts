import type { Path } from '../engine/index.js';
import type { Composition } from '../livepatch/index.js';
import {
  enabledSteps,
  evaluate,
  type State,
  type System,
  takeStep,
  violatedAssertions,
} from '../system/index.js';
import { brokenClaims, noticesOfSteps } from './noticing.js';
import { objectFaults } from './object-faults.js';
import type { FiniteRun, StuckRun } from './run.js';
import { describeStep, futuresOf, ReplayError, takePath } from './take-path.js';

/**
 * Takes a counterexample of the fast engine step by step in the reference interpreter, and makes sure that it does
 * violate the property.
 *
 * @throws ReplayError when a state does not follow, or the end is no violation
 */
export function replay(composition: Composition, property: string, path: Path): FiniteRun | StuckRun {
  const { system, requirements } = composition;
  const { taken: _, ...run } = takePath(composition, property, path.states);
  const mayBeShorter = !path.isShortest;
  const state = path.states.at(-1) as State;
  if (path.lastEdge) {
    const step = enabledSteps(system, state).find(
      (each) => each.edge === path.lastEdge && violatedAssertions(system, state, each).includes(property),
    );
    if (!step)
      throw new ReplayError(`${property}: the last step of the counterexample violates no assertion`);
    const last = describeStep(composition, run.variables, state, step, takeStep(system, state, step));
    const whole = { ...run, steps: [...run.steps, last] };
    return { kind: 'finite', ...whole, mayBeShorter, notices: noticesOfSteps(composition, whole) };
  }
  if (path.stuckProcesses) {
    const { stuckProcesses: stuckTasks } = path;
    confirmStuck(system, state, stuckTasks, property);
    const notices = [...noticesOfSteps(composition, run), { kind: 'stuck', tasks: stuckTasks } as const];
    return { kind: 'stuck', ...run, stuckTasks, mayBeShorter, notices };
  }
  const invariants = requirements.invariants.filter((each) => each.property === property);
  if (invariants.every(({ holds }) => evaluate(holds, system, state)))
    throw new ReplayError(`${property}: the last state of the counterexample violates no invariant`);
  const notices = [
    ...noticesOfSteps(composition, run),
    ...brokenClaims(composition, state),
    ...objectFaults(composition, state),
  ];
  return { kind: 'finite', ...run, mayBeShorter, notices };
}

function confirmStuck(system: System, from: State, stuck: readonly string[], property: string): void {
  for (const { step } of futuresOf(system, from, () => true))
    if (stuck.includes(step.process.name))
      throw new ReplayError(`${property}: ${step.process.name} is said to be stuck, and can take a step`);
}
