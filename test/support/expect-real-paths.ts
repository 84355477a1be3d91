import { expect } from 'vitest';
import type { Requirements, SearchResult } from '../../src/engine/index.js';
import {
  enabledSteps,
  evaluate,
  initialStates,
  type State,
  type System,
  takeStep,
  violatedAssertions,
} from '../../src/system/index.js';

/** Each counterexample is a run of the system itself, step by step, and ends in a violation. */
export function expectRealPaths(
  system: System,
  { invariants }: Requirements,
  { counterexamples }: SearchResult,
): void {
  for (const [property, { states, lastEdge, stuckProcesses }] of counterexamples) {
    const [first, last] = [states[0] as State, states.at(-1) as State];
    expect(initialStates(system).some((each) => each.equals(first))).toBe(true);
    states.slice(1).forEach((state, before) => {
      const from = states[before] as State;
      expect(enabledSteps(system, from).some((step) => takeStep(system, from, step).equals(state))).toBe(
        true,
      );
    });
    if (lastEdge)
      expect(
        enabledSteps(system, last).some(
          (step) => step.edge === lastEdge && violatedAssertions(system, last, step).includes(property),
        ),
      ).toBe(true);
    else if (stuckProcesses)
      expect(enabledSteps(system, last).every(({ process }) => !stuckProcesses.includes(process.name))).toBe(
        true,
      );
    else
      expect(
        invariants.some((each) => each.property === property && !evaluate(each.holds, system, last)),
      ).toBe(true);
  }
}
