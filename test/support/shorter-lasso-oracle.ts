import { is } from 'immutable';
import { satisfies, type TemporalProperty } from '../../src/logic/index.js';
import { enabledSteps, initialStates, type State, type System, takeStep } from '../../src/system/index.js';
import { holds, obligationsOf, type Taken, takenBy } from './fair-lasso-oracle.js';

/** More steps than this are not taken. */
const maximumSteps = 4000;

/**
 * Whether a fair run violates the property that has fewer steps, stem and cycle together, than `length`: by trying all
 * runs of so many steps. Undefined when there are too many of them.
 */
export function hasShorterViolation(
  system: System,
  property: TemporalProperty,
  length: number,
): boolean | undefined {
  const obligations = obligationsOf(system, system.fairness);
  let steps = 0;
  const isFair = (cycle: readonly State[], taken: readonly Taken[]): boolean =>
    obligations.every(({ strength, covers }) => {
      const isEnabled = cycle.map((state) =>
        enabledSteps(system, state).some((step) => covers(takenBy(step))),
      );
      const isExcused = strength === 'weak' ? isEnabled.includes(false) : !isEnabled.includes(true);
      return isExcused || taken.some(covers);
    });
  const isViolation = (states: readonly State[], taken: readonly Taken[], loopStart: number): boolean =>
    isFair(states.slice(loopStart), taken.slice(loopStart)) &&
    !satisfies(
      {
        length: states.length,
        loopStart,
        isTrue: (atom, position) => holds(system, property, atom, states[position] as State),
      },
      property.formula,
    );
  /** Whether a violation begins with this run. */
  const isBegun = (states: readonly State[], taken: readonly Taken[]): boolean => {
    const last = states.at(-1) as State;
    // It may rest in the last state: a cycle of no step.
    if (isViolation(states, taken, states.length - 1)) return true;
    if (taken.length + 1 >= length) return false;
    return enabledSteps(system, last).some((step) => {
      steps += 1;
      if (steps > maximumSteps) return false;
      const next = takeStep(system, last, step);
      const withStep = [...taken, takenBy(step)];
      const closes = states.some(
        (state, loopStart) => is(state, next) && isViolation(states, withStep, loopStart),
      );
      return closes || isBegun([...states, next], withStep);
    });
  };
  const found = length > 0 && initialStates(system).some((state) => isBegun([state], []));
  return found || steps <= maximumSteps ? found : undefined;
}
