import type { Analysis, StateGraph, StatePredicate } from '../engine/index.js';
import type { Expression, Process, State } from '../system/index.js';
import { Components, outside } from './components.js';
import { FairnessMasks } from './fairness-masks.js';
import { Product, readLetters } from './product.js';

/** How many steps of a kind are taken while something is true: the most, and the fewest, over all runs. */
export interface Quantity {
  /** What is counted: `steps of other tasks`. */
  readonly unit: string;
  /** Steps are counted from where it becomes true to where it becomes false. */
  readonly during: Expression<boolean>;
  /** Which steps are counted. */
  counts(process: Process, tags: readonly string[]): boolean;
  /**
   * Whether the count is unbounded also where `during` can stay true for ever, though nothing be counted any more: because it
   * can no longer become false, or because nothing obliges anybody to go on.
   */
  readonly endlessIsUnbounded: boolean;
}

export interface Measurement {
  /** Absent when `during` never becomes true and false again. */
  readonly best?: number;
  readonly worst: number | 'unbounded';
  /** A run of the worst case. Absent when `during` never becomes true. */
  readonly run?: {
    readonly states: readonly State[];
    /** Where the cycle begins by which the count grows without bound. */
    readonly loopStart?: number;
  };
}

const unbounded = 0x7fffffff;
const statesPerSlice = 1 << 14;

/**
 * Measures a quantity: the longest path through the condensation of the states in which it is counted, and the shortest
 * path. Fairness plays no part: a fair run may put off anything for any finite time.
 */
export class QuantityCheck implements Analysis<Measurement> {
  readonly conditions: readonly Expression<boolean>[];

  constructor(private readonly quantity: Quantity) {
    this.conditions = [quantity.during];
  }

  *run(graph: StateGraph, predicates: readonly StatePredicate[]): Generator<void, Measurement> {
    const { system, stepKinds, memory } = graph;
    const weights = Uint8Array.from(stepKinds, (kind) => {
      const process = kind && system.processes[kind.process];
      return process && this.quantity.counts(process, kind.tags) ? 1 : 0;
    });
    const region = yield* readLetters(graph, predicates);
    const stretch = new Stretch(graph, region as Uint8Array, weights);
    yield* stretch.findLongest();
    const measurement = stretch.worst(this.quantity.endlessIsUnbounded);
    const best = yield* stretch.best();
    memory.release(region, stretch.longest, stretch.components.of, stretch.ends);
    return best === undefined ? measurement : { ...measurement, best };
  }
}

/** The states in which something is counted. */
class Stretch {
  readonly components: Components;
  /** By state: the longest way from there to the end. */
  readonly longest: Int32Array;
  /** By state: 1 when some way from there comes to an end. */
  readonly ends: Uint8Array;
  /** The lowest state from which a step is counted that lies on a cycle, and that step. */
  private pump: { readonly state: number; readonly transition: number } | undefined;

  constructor(
    private readonly graph: StateGraph,
    private readonly region: Uint8Array,
    private readonly weights: Uint8Array,
  ) {
    const onlyState = [Int32Array.of(0)];
    const conditions = {
      positive: Int32Array.of(1),
      negative: Int32Array.of(0),
      initial: [0],
      successors: onlyState,
    };
    this.components = new Components(new Product(graph, region, conditions));
    this.longest = graph.memory.claim(Int32Array, graph.stateCount);
    this.ends = graph.memory.claim(Uint8Array, graph.stateCount);
  }

  *findLongest(): Generator<void> {
    const { components, region } = this;
    const { of } = components;
    region.forEach((inside, state) => {
      if (inside === 0) of[state] = outside;
    });
    components.prepare();
    const measure = (states: Int32Array, component: number): void => this.measure(states, component);
    for (let state = 0; state < of.length; state++)
      if (of[state] === 0) yield* components.find(state, measure);
    components.release();
  }

  /** Components come in reverse topological order, so what a component leads to has been measured before. */
  private measure(states: Int32Array, component: number): void {
    const { components, graph, longest, ends, weights } = this;
    const { offsets, targets, kinds } = graph;
    let most = 0;
    let end = 0;
    for (const state of states)
      for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++) {
        const target = targets[each] as number;
        const weight = weights[kinds[each] as number] as number;
        if (components.of[target] === component) {
          if (weight === 0) continue;
          most = unbounded;
          if (!this.pump || state < this.pump.state) this.pump = { state, transition: each };
        } else {
          const isInside = this.region[target] === 1;
          const beyond = isInside ? (longest[target] as number) : 0;
          if (!isInside || ends[target] === 1) end = 1;
          most = beyond === unbounded ? unbounded : Math.max(most, weight + beyond);
        }
        if (most === unbounded && end === 1) break;
      }
    for (const state of states) {
      longest[state] = most;
      ends[state] = end;
    }
  }

  worst(endlessIsUnbounded: boolean): Measurement {
    const { graph, longest } = this;
    const endless = endlessIsUnbounded ? this.firstEndless() : undefined;
    if (this.pump) {
      const { state, transition } = this.pump;
      const stem = graph.pathTo(state);
      const cycle = this.pathWithin(graph.targets[transition] as number, (each) => each === state);
      const run = { states: this.decode([...stem, ...cycle.slice(0, -1)]), loopStart: stem.length - 1 };
      return { worst: 'unbounded', run };
    }
    if (endless !== undefined)
      return { worst: 'unbounded', run: { states: this.decode(graph.pathTo(endless)) } };
    let first: number | undefined;
    for (const entry of this.entries())
      if (first === undefined || (longest[entry] as number) > (longest[first] as number)) first = entry;
    if (first === undefined) return { worst: 0 };
    return {
      worst: longest[first] as number,
      run: { states: this.decode([...graph.pathTo(first).slice(0, -1), ...this.longestWay(first)]) },
    };
  }

  /** The first state from which it may never come to an end. */
  private firstEndless(): number | undefined {
    const fairness = new FairnessMasks(this.graph);
    const state = this.region.findIndex(
      (inside, each) => inside === 1 && (this.ends[each] === 0 || fairness.mayRest(each)),
    );
    return state < 0 ? undefined : state;
  }

  /** Where something begins to be counted: initial states, and those that are entered from outside. */
  private *entries(): Generator<number> {
    const { graph, region } = this;
    const { offsets, targets, stateCount, initialCount } = graph;
    for (let state = 0; state < stateCount; state++) {
      if (region[state] === 1) {
        if (state < initialCount) yield state;
        continue;
      }
      for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++)
        if (region[targets[each] as number] === 1) yield targets[each] as number;
    }
  }

  /** From an entry, step by step, along what takes longest, to the end. */
  private longestWay(entry: number): readonly number[] {
    const { graph, longest, region, weights, components } = this;
    const { offsets, targets, kinds } = graph;
    const way = [entry];
    for (;;) {
      const from = way.at(-1) as number;
      if (region[from] === 0) return way;
      const rest = longest[from] as number;
      let exit: number | undefined;
      const leaves = (state: number): boolean => {
        for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++) {
          const target = targets[each] as number;
          if (region[target] === 1 && components.of[target] === components.of[state]) continue;
          const beyond = region[target] === 1 ? (longest[target] as number) : 0;
          if ((weights[kinds[each] as number] as number) + beyond !== rest) continue;
          exit = target;
          return true;
        }
        return false;
      };
      const path = this.pathWithin(from, leaves);
      way.push(...path.slice(1));
      // Nothing is counted any more, and it never ends.
      if (exit === undefined) return way;
      way.push(exit);
    }
  }

  /** A shortest path within a component, from one of its states to one that is wanted; just the state if there is none. */
  private pathWithin(from: number, isWanted: (state: number) => boolean): readonly number[] {
    const { offsets, targets } = this.graph;
    const { of } = this.components;
    const parents = new Map<number, number>([[from, from]]);
    for (const state of parents.keys()) {
      if (isWanted(state)) {
        const path = [state];
        for (let each = state; each !== from; each = parents.get(each) as number)
          path.unshift(parents.get(each) as number);
        return path;
      }
      for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++) {
        const target = targets[each] as number;
        if (of[target] === of[from] && !parents.has(target)) parents.set(target, state);
      }
    }
    return [from];
  }

  /** The fewest steps that are counted from an entry to the end: a breadth-first search by the number of them. */
  *best(): Generator<void, number | undefined> {
    const { graph, region, weights } = this;
    const { offsets, targets, kinds, memory, stateCount } = graph;
    const seen = memory.claim(Uint8Array, stateCount);
    let work = 0;
    try {
      let level = [...this.entries()];
      for (let count = 0; level.length > 0; count++) {
        const next: number[] = [];
        while (level.length > 0) {
          if (++work % statesPerSlice === 0) yield;
          const state = level.pop() as number;
          if (seen[state] === 1) continue;
          seen[state] = 1;
          for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++) {
            const target = targets[each] as number;
            const isCounted = weights[kinds[each] as number] === 1;
            if (region[target] === 0) {
              if (!isCounted) return count;
              next.push(-1);
            } else if (seen[target] === 0) (isCounted ? next : level).push(target);
          }
        }
        if (next.includes(-1)) {
          // One more step ends it, unless a state of the next level ends without one.
          return count + 1;
        }
        level = next;
      }
      return undefined;
    } finally {
      memory.release(seen);
    }
  }

  private decode(states: readonly number[]): readonly State[] {
    return states.map((state) => this.graph.stateOf(state));
  }
}
