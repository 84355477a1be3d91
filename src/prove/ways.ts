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
  const arrivals = new Map<number, { readonly from: number; readonly transition: number } | undefined>();
  const level: number[] = [];
  const enter = (state: number, arrival?: { readonly from: number; readonly transition: number }): void => {
    if (!inside(state) || arrivals.has(state)) return;
    arrivals.set(state, arrival);
    level.push(state);
  };
  for (let state = 0; state < initialCount; state++) enter(state);
  for (let state = 0; state < stateCount; state++) {
    if (inside(state)) continue;
    for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++)
      enter(targets[each] as number, { from: state, transition: each });
  }
  const wayTo = (last: number, transition: number, count: number): Way & { readonly count: number } => {
    const states = [last, targets[transition] as number];
    const transitions = [transition];
    for (let at = arrivals.get(last); at; at = arrivals.get(at.from)) {
      states.unshift(at.from);
      transitions.unshift(at.transition);
    }
    return { states, transitions, count };
  };
  const done = new Set<number>();
  for (let count = 0; level.length > 0; count++) {
    const next: { readonly state: number; readonly from: number; readonly transition: number }[] = [];
    let exit: { readonly from: number; readonly transition: number } | undefined;
    for (let state = level.pop(); state !== undefined; state = level.pop()) {
      if (done.has(state)) continue;
      done.add(state);
      for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++) {
        const target = targets[each] as number;
        const isCounted = weights[kinds[each] as number] === 1;
        if (!inside(target)) {
          if (!isCounted) return wayTo(state, each, count);
          exit ??= { from: state, transition: each };
        } else if (isCounted) next.push({ state: target, from: state, transition: each });
        else if (!arrivals.has(target)) {
          arrivals.set(target, { from: state, transition: each });
          level.push(target);
        }
      }
    }
    if (exit) return wayTo(exit.from, exit.transition, count + 1);
    for (const { state, from, transition } of next) {
      if (arrivals.has(state)) continue;
      arrivals.set(state, { from, transition });
      level.push(state);
    }
  }
  return undefined;
}
