import { Set as ImmutableSet } from 'immutable';
import type { Requirements } from '../../src/engine/index.js';
import {
  enabledSteps,
  evaluate,
  initialStates,
  type State,
  type System,
  takeStep,
  violatedAssertions,
} from '../../src/system/index.js';

export interface ReferenceResult {
  readonly states: ImmutableSet<State>;
  readonly transitions: number;
  readonly depth: number;
  /** By violated property, how many steps its shortest counterexample has. */
  readonly violations: ReadonlyMap<string, number>;
  readonly reached: readonly boolean[];
}

/** Breadth-first search with nothing but the reference interpreter, as plain as can be. */
export function referenceSearch(system: System, requirements: Requirements): ReferenceResult {
  const violations = new Map<string, number>();
  const note = (property: string, length: number): void => {
    if (!violations.has(property)) violations.set(property, length);
  };
  const levels = new Map<State, number>();
  const successors = new Map<State, readonly State[]>();
  let visited = ImmutableSet<State>().asMutable();
  let level: readonly State[] = initialStates(system);
  let transitions = 0;
  let depth = -1;
  while (level.length > 0) {
    const fresh = ImmutableSet(level)
      .filter((state) => !visited.has(state))
      .toArray();
    if (fresh.length === 0) break;
    depth += 1;
    visited = visited.union(fresh);
    for (const state of fresh) {
      levels.set(state, depth);
      for (const { property, holds } of requirements.invariants)
        if (!evaluate(holds, system, state)) note(property, depth);
    }
    const next: State[] = [];
    for (const state of fresh) {
      const steps = enabledSteps(system, state);
      for (const step of steps)
        for (const property of violatedAssertions(system, state, step)) note(property, depth + 1);
      const targets = steps.map((step) => takeStep(system, state, step));
      successors.set(state, targets);
      transitions += targets.length;
      next.push(...targets);
    }
    level = next;
  }
  const states = visited.asImmutable();
  if (requirements.deadlock) {
    const { property, role } = requirements.deadlock;
    const depths = system.processes
      .filter(({ template }) => template.roles.includes(role))
      .flatMap(({ name }) => stuckDepths(system, states, levels, name));
    if (depths.length > 0) note(property, Math.min(...depths));
  }
  return {
    states,
    transitions,
    depth,
    violations,
    reached: requirements.goals.map((goal) => states.some((state) => evaluate(goal, system, state))),
  };
}

/** For each state in which the process is stuck for ever, how deep it lies. Searches forward from every state. */
function stuckDepths(
  system: System,
  states: ImmutableSet<State>,
  levels: ReadonlyMap<State, number>,
  processName: string,
): readonly number[] {
  const depthOf = (state: State): number => [...levels].find(([each]) => each.equals(state))?.[1] as number;
  const free = (state: State): boolean => {
    const process = system.processes.find(({ name }) => name === processName);
    const location = process?.template.graph.locations.find(
      ({ name }) => name === state.locations.get(processName),
    );
    return location?.end === true || enabledSteps(system, state).some((step) => step.process === process);
  };
  const canMove = (from: State): boolean => {
    let seen = ImmutableSet<State>([from]);
    const queue = [from];
    for (let state = queue.pop(); state; state = queue.pop()) {
      if (free(state)) return true;
      for (const step of enabledSteps(system, state)) {
        const target = takeStep(system, state, step);
        if (seen.has(target)) continue;
        seen = seen.add(target);
        queue.push(target);
      }
    }
    return false;
  };
  return states
    .toArray()
    .filter((state) => !free(state) && !canMove(state))
    .map(depthOf);
}
