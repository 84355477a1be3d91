import { Map as ImmutableMap } from 'immutable';
import type { Requirements } from '../../src/engine/index.js';
import {
  enabledSteps,
  evaluate,
  initialStates,
  type State,
  type Step,
  type System,
  takeStep,
  violatedAssertions,
} from '../../src/system/index.js';

export interface ReferenceResult {
  readonly states: readonly State[];
  readonly transitions: number;
  readonly depth: number;
  /** By violated property, how many steps its shortest counterexample has. */
  readonly violations: ReadonlyMap<string, number>;
  readonly reached: ReadonlySet<string>;
}

interface Visit {
  readonly state: State;
  readonly depth: number;
  readonly steps: readonly Step[];
  readonly targets: readonly State[];
}

/** Breadth-first search with nothing but the reference interpreter, as plain as can be. */
export function referenceSearch(system: System, requirements: Requirements): ReferenceResult {
  const visits = visitAll(system);
  const violations = new Map<string, number>();
  const note = (property: string, length: number): void => {
    if (length < (violations.get(property) ?? Number.POSITIVE_INFINITY)) violations.set(property, length);
  };
  for (const { state, depth, steps } of visits) {
    for (const { property, holds } of requirements.invariants)
      if (!evaluate(holds, system, state)) note(property, depth);
    for (const step of steps)
      for (const property of violatedAssertions(system, state, step)) note(property, depth + 1);
  }
  const { deadlock } = requirements;
  if (deadlock)
    for (const depth of settledDepths(system, visits, deadlock.role))
      for (const property of deadlock.properties) note(property, depth);
  return {
    states: visits.map(({ state }) => state),
    transitions: visits.reduce((sum, { targets }) => sum + targets.length, 0),
    depth: Math.max(...visits.map(({ depth }) => depth)),
    violations,
    reached: new Set(
      [...requirements.goals].flatMap(([name, goal]) =>
        visits.some(({ state }) => evaluate(goal, system, state)) ? [name] : [],
      ),
    ),
  };
}

function visitAll(system: System): readonly Visit[] {
  const depths = ImmutableMap<State, number>().asMutable();
  const queue: State[] = [];
  const enter = (state: State, depth: number): void => {
    if (depths.has(state)) return;
    depths.set(state, depth);
    queue.push(state);
  };
  for (const state of initialStates(system)) enter(state, 0);
  const visits: Visit[] = [];
  for (const state of queue) {
    const depth = depths.get(state) ?? 0;
    const steps = enabledSteps(system, state);
    const targets = steps.map((step) => takeStep(system, state, step));
    for (const target of targets) enter(target, depth + 1);
    visits.push({ state, depth, steps, targets });
  }
  return visits;
}

/**
 * How deep each state lies in which processes are stuck, and after which no more get stuck. A process is stuck where
 * no run ever gives it a step, although it is not at an end.
 */
function settledDepths(system: System, visits: readonly Visit[], role: string): readonly number[] {
  const watched = system.processes.filter(({ template }) => template.roles.includes(role));
  const stuckIn = ImmutableMap<State, string>().asMutable();
  for (const { name } of watched)
    for (const state of stuckStates(system, visits, name))
      stuckIn.set(state, `${stuckIn.get(state, '')} ${name}`);
  const unsettled = ImmutableMap<State, true>().asMutable();
  for (let size = -1; size !== unsettled.size; ) {
    size = unsettled.size;
    for (const { state, targets } of visits)
      if (targets.some((target) => stuckIn.get(target) !== stuckIn.get(state) || unsettled.has(target)))
        unsettled.set(state, true);
  }
  return visits.filter(({ state }) => stuckIn.has(state) && !unsettled.has(state)).map(({ depth }) => depth);
}

function stuckStates(system: System, visits: readonly Visit[], processName: string): readonly State[] {
  const movesOn = ImmutableMap<State, true>().asMutable();
  for (const { state, steps } of visits)
    if (isAtEnd(system, state, processName) || steps.some(({ process }) => process.name === processName))
      movesOn.set(state, true);
  for (let size = -1; size !== movesOn.size; ) {
    size = movesOn.size;
    for (const { state, targets } of visits)
      if (targets.some((target) => movesOn.has(target))) movesOn.set(state, true);
  }
  return visits.filter(({ state }) => !movesOn.has(state)).map(({ state }) => state);
}

function isAtEnd(system: System, state: State, processName: string): boolean {
  const process = system.processes.find(({ name }) => name === processName);
  const location = state.locations.get(processName);
  return process?.template.graph.locations.find(({ name }) => name === location)?.end === true;
}
