import type { StateGraph } from '../engine/index.js';

/** States by their numbers, and by which transitions the way goes from each to the next, where that is known. */
export interface Way {
  readonly states: readonly number[];
  readonly transitions: readonly (number | undefined)[];
}

/** Shortest ways to states. States are numbered breadth first, so the first that leads to one is on a shortest way. */
export class ShortestWays {
  /** By state: the transition by which it was reached first; -1 for an initial state. */
  private readonly arrivals: Int32Array;
  private readonly parents: Int32Array;

  constructor(private readonly graph: StateGraph) {
    const { stateCount, initialCount, offsets, targets, memory } = graph;
    this.arrivals = memory.claim(Int32Array, stateCount).fill(-1);
    this.parents = memory.claim(Int32Array, stateCount);
    for (let state = 0; state < stateCount; state++)
      for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++) {
        const target = targets[each] as number;
        if (target < initialCount || this.arrivals[target] !== -1) continue;
        this.arrivals[target] = each;
        this.parents[target] = state;
      }
  }

  to(state: number): Way {
    const states = [state];
    const transitions: number[] = [];
    for (let each = state; this.arrivals[each] !== -1; each = this.parents[each] as number) {
      transitions.unshift(this.arrivals[each] as number);
      states.unshift(this.parents[each] as number);
    }
    return { states, transitions };
  }

  release(): void {
    this.graph.memory.release(this.arrivals, this.parents);
  }
}

/**
 * A way on which the fewest steps are counted, from before the state where counting begins, unless that is initial, to where it ends;
 * nothing where it never ends. Breadth first by the number of them.
 */
export function fewestCounted(
  { stateCount, initialCount, offsets, targets, kinds }: StateGraph,
  inside: (state: number) => boolean,
  weights: Uint8Array,
): (Way & { readonly count: number }) | undefined {
  /** By state: 1 where it has been reached; by which transition, and from where; -1 where counting begins at once. */
  const reached = new Uint8Array(stateCount);
  const arrivals = new Int32Array(stateCount).fill(-1);
  const parents = new Int32Array(stateCount);
  const level: number[] = [];
  const enter = (state: number, from: number, transition: number): void => {
    if (reached[state] === 1) return;
    reached[state] = 1;
    arrivals[state] = transition;
    parents[state] = from;
    level.push(state);
  };
  for (let state = 0; state < initialCount; state++) if (inside(state)) enter(state, state, -1);
  for (let state = 0; state < stateCount; state++) {
    if (inside(state)) continue;
    for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++)
      if (inside(targets[each] as number)) enter(targets[each] as number, state, each);
  }
  const wayTo = (last: number, transition: number, count: number): Way & { readonly count: number } => {
    const states = [last, targets[transition] as number];
    const transitions = [transition];
    for (let at = last; reached[at] === 1 && arrivals[at] !== -1; at = parents[at] as number) {
      states.unshift(parents[at] as number);
      transitions.unshift(arrivals[at] as number);
    }
    return { states, transitions, count };
  };
  for (let count = 0; level.length > 0; count++) {
    const next: { readonly state: number; readonly from: number; readonly transition: number }[] = [];
    let exit: { readonly from: number; readonly transition: number } | undefined;
    for (let state = level.pop(); state !== undefined; state = level.pop()) {
      for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++) {
        const target = targets[each] as number;
        const isCounted = weights[kinds[each] as number] === 1;
        if (!inside(target)) {
          if (!isCounted) return wayTo(state, each, count);
          exit ??= { from: state, transition: each };
        } else if (!isCounted) enter(target, state, each);
        else if (reached[target] === 0) next.push({ state: target, from: state, transition: each });
      }
    }
    if (exit) return wayTo(exit.from, exit.transition, count + 1);
    for (const { state, from, transition } of next) enter(state, from, transition);
  }
  return undefined;
}
