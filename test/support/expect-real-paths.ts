import { Set as ImmutableSet } from 'immutable';
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
  { invariants, deadlock }: Requirements,
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
    else if (stuckProcesses) expectStuck(system, last, stuckProcesses, deadlock?.role);
    else
      expect(
        invariants.some((each) => each.property === property && !evaluate(each.holds, system, last)),
      ).toBe(true);
  }
}

/** As many states as are looked at of those that can still be reached: enough to see a step that is only put off. */
const statesAhead = 30;

/** They have not come to an end, and take no step in what can be reached from there. */
function expectStuck(system: System, state: State, names: readonly string[], role: string | undefined): void {
  expect(names).not.toEqual([]);
  for (const name of names) {
    const template = system.processes.find((each) => each.name === name)?.template;
    expect(template?.roles).toContain(role);
    const location = template?.graph.locations.find((each) => each.name === state.locations.get(name));
    expect(location?.end).not.toBe(true);
  }
  const ahead = ImmutableSet([state]).asMutable();
  const queue = [state];
  for (const each of queue) {
    const steps = enabledSteps(system, each);
    expect(steps.filter(({ process }) => names.includes(process.name))).toEqual([]);
    for (const next of steps.map((step) => takeStep(system, each, step)))
      if (queue.length < statesAhead && !ahead.has(next)) {
        ahead.add(next);
        queue.push(next);
      }
  }
}
