import type { StateGraph } from '../engine/index.js';
import { lockPrefix, patcherName } from '../livepatch/index.js';
import { nobody, type Process, type State } from '../system/index.js';

const statesPerSlice = 1 << 10;

/** All states of a graph, by their numbers. */
export function* decodedStates(graph: StateGraph): Generator<void, readonly State[]> {
  const states: State[] = [];
  for (let state = 0; state < graph.stateCount; state++) {
    if (state % statesPerSlice === 0) yield;
    states.push(graph.stateOf(state));
  }
  return states;
}

/** What the workload is in a state, whatever a mechanism has in mind: where its tasks stand, and some variables. */
export function workloadKey(
  { locations, values }: State,
  tasks: readonly string[],
  variables: readonly string[],
): string {
  return [
    ...tasks.map((each) => locations.get(each)),
    ...variables.map((each) => {
      const value = values.get(each);
      // To a task, a lock that the patcher holds is one that it will be given.
      return value === patcherName && each.startsWith(lockPrefix) ? nobody : value;
    }),
  ].join('\n');
}

/** By state: the names of the tasks that are stuck in it, which can take no step in any future and are at no end. */
export function* stuckTasks(
  graph: StateGraph,
  states: readonly State[],
  tasks: readonly string[],
): Generator<void, readonly (readonly string[])[]> {
  const stuck: string[][] = Array.from({ length: graph.stateCount }, () => []);
  for (const [index, process] of graph.system.processes.entries()) {
    if (!tasks.includes(process.name)) continue;
    const moves = yield* movesOn(graph, states, process, index);
    for (let state = 0; state < graph.stateCount; state++)
      if (moves[state] === 0) stuck[state]?.push(process.name);
  }
  return stuck;
}

/** By state: 1 where a process comes to an end, or takes a step, sooner or later in some run. */
function* movesOn(
  graph: StateGraph,
  states: readonly State[],
  { name, template }: Process,
  index: number,
): Generator<void, Uint8Array> {
  const { stateCount, offsets, targets, kinds, stepKinds } = graph;
  const ends = new Set(template.graph.locations.filter(({ end }) => end).map((each) => each.name));
  const moves = new Uint8Array(stateCount);
  for (let changed = true; changed; ) {
    yield;
    changed = false;
    for (let state = stateCount - 1; state >= 0; state--) {
      if (moves[state] === 1) continue;
      let moving = ends.has(states[state]?.locations.get(name) ?? '');
      for (let each = offsets[state] as number; !moving && each < (offsets[state + 1] as number); each++)
        moving = stepKinds[kinds[each] as number]?.process === index || moves[targets[each] as number] === 1;
      if (moving) {
        moves[state] = 1;
        changed = true;
      }
    }
  }
  return moves;
}

/** By state: 1 where it is one of those given, or can be reached from one. */
export function reachableFrom(
  { stateCount, offsets, targets }: StateGraph,
  from: readonly number[],
): Uint8Array {
  const reached = new Uint8Array(stateCount);
  const open = [...from];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (reached[state] === 1) continue;
    reached[state] = 1;
    for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++)
      open.push(targets[each] as number);
  }
  return reached;
}

/** Where a run may end, and whether it has been in a state before, or is in one, that is not one's own. */
export interface End {
  readonly state: number;
  readonly isAstray: boolean;
}

/** Shortest runs to each state, both those that stay in one's own states and those that do not. */
export class RunsAstray {
  /** The shorter the run, the earlier. */
  readonly ends: readonly End[];
  private readonly parents: Int32Array;

  constructor({ stateCount, initialCount, offsets, targets }: StateGraph, isOwn: readonly boolean[]) {
    this.parents = new Int32Array(2 * stateCount).fill(-1);
    const nodes: number[] = [];
    const enter = (state: number, isAstray: boolean, from?: number): void => {
      const node = 2 * state + (isAstray || !isOwn[state] ? 1 : 0);
      if (this.parents[node] !== -1) return;
      this.parents[node] = from ?? node;
      nodes.push(node);
    };
    for (let state = 0; state < initialCount; state++) enter(state, false);
    for (const node of nodes) {
      const state = node >> 1;
      for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++)
        enter(targets[each] as number, node % 2 === 1, node);
    }
    this.ends = nodes.map((node) => ({ state: node >> 1, isAstray: node % 2 === 1 }));
  }

  /** The states of the run that ends there, by their numbers. */
  to({ state, isAstray }: End): readonly number[] {
    const states: number[] = [];
    for (let node = 2 * state + (isAstray ? 1 : 0); ; ) {
      states.unshift(node >> 1);
      const parent = this.parents[node] as number;
      if (parent === node) return states;
      node = parent;
    }
  }
}
