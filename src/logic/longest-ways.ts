import type { State } from '../system/index.js';
import { Components, outside } from './components.js';
import type { Count } from './count.js';
import { comesToAnEnd, countedIn, type Length, longer, nothing, over, unbounded } from './length.js';
import { Product } from './product.js';
import type { Measurement } from './quantity.js';
import type { Region } from './region.js';

/** The ways through a region on which most is counted: longest paths through the condensation of its graph. */
export class LongestWays {
  private readonly components: Components;

  /** @throws MemoryExhaustedError */
  constructor(
    private readonly region: Region,
    private readonly counts: readonly Count[],
  ) {
    const conditions = {
      positive: Int32Array.of(1),
      negative: Int32Array.of(0),
      initial: [0],
      successors: [Int32Array.of(0)],
    };
    this.components = new Components(new Product(region.graph, region.inside, conditions));
  }

  *find(): Generator<void> {
    const { components } = this;
    const { of } = components;
    this.region.inside.forEach((isInside, state) => {
      if (isInside === 0) of[state] = outside;
    });
    components.prepare();
    const measure = (stack: Int32Array, begin: number, end: number, component: number): void => {
      for (const count of this.counts) this.measure(count, stack, begin, end, component);
    };
    yield* components.findAll(measure);
    components.release();
  }

  /** Components come in reverse topological order, so what a component leads to has been measured before. */
  private measure(count: Count, states: Int32Array, begin: number, end: number, component: number): void {
    const { components } = this;
    const { graph, inside } = this.region;
    const { longest, weights } = count;
    const { offsets, targets, kinds } = graph;
    let most = nothing;
    for (let position = begin; position < end; position++) {
      const state = states[position] as number;
      for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++) {
        const target = targets[each] as number;
        const weight = weights[kinds[each] as number] as number;
        if (components.of[target] === component) {
          if (weight === 0) continue;
          most = unbounded;
          if (!count.pump || state < count.pump.state) count.pump = { state, transition: each };
        } else if (most !== unbounded) {
          const beyond = inside[target] === 1 ? (longest[target] as Length) : over;
          most = Math.max(most, longer(beyond, weight));
        }
      }
    }
    for (let position = begin; position < end; position++) longest[states[position] as number] = most;
  }

  /** What is counted on the longest way from an entry, and that way. */
  worst(count: Count): Measurement {
    const { graph } = this.region;
    const { longest, pump, unit } = count;
    if (pump) {
      const stem = graph.pathTo(pump.state);
      const cycle = this.pathWithin(graph.targets[pump.transition] as number, (each) => each === pump.state);
      const run = { states: this.decode([...stem, ...cycle.slice(0, -1)]), loopStart: stem.length - 1 };
      return { unit, worst: 'unbounded', run };
    }
    let first: number | undefined;
    for (const entry of this.region.entries)
      if (first === undefined || (longest[entry] as number) > (longest[first] as number)) first = entry;
    if (first === undefined) return { unit, worst: 0 };
    const length = longest[first] as Length;
    return {
      unit,
      worst: countedIn(length),
      ...(!comesToAnEnd(length) && { neverEnds: true }),
      run: {
        states: this.decode([...graph.pathTo(first).slice(0, -1), ...this.longestWay(first, count)]),
      },
    };
  }

  /** From an entry, step by step, along what takes longest, to the end. */
  private longestWay(entry: number, { longest, weights }: Count): readonly number[] {
    const { components } = this;
    const { graph, inside } = this.region;
    const { offsets, targets, kinds } = graph;
    const way = [entry];
    for (;;) {
      const from = way.at(-1) as number;
      if (inside[from] === 0) return way;
      const rest = longest[from] as Length;
      let exit: number | undefined;
      const leaves = (state: number): boolean => {
        for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++) {
          const target = targets[each] as number;
          if (inside[target] === 1 && components.of[target] === components.of[state]) continue;
          const beyond = inside[target] === 1 ? (longest[target] as Length) : over;
          if (longer(beyond, weights[kinds[each] as number] as number) !== rest) continue;
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
    const { offsets, targets } = this.region.graph;
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

  private decode(states: readonly number[]): readonly State[] {
    return states.map((state) => this.region.graph.stateOf(state));
  }

  /** Gives the memory back. */
  release(): void {
    this.region.graph.memory.release(this.components.of);
  }
}
