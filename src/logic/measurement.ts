import type { Analysis, StateGraph, StatePredicate } from '../engine/index.js';
import type { Expression, Process, State } from '../system/index.js';
import { Components, outside } from './components.js';
import type { Formula } from './formula.js';
import { FormulaCheck, type TemporalProperty } from './formula-check.js';
import type { Lasso } from './lasso.js';
import { Product, readLetters } from './product.js';

/** How many steps are taken while something is true: the most, and the fewest, over all runs. */
export interface Quantity {
  /** Steps are counted from where it becomes true to where it becomes false. */
  readonly during: Expression<boolean>;
  /** What is counted, each by itself. */
  readonly units: readonly Unit[];
  /** Whether a count is unbounded where some fair run stays for ever, though nothing be counted in it any more. */
  readonly endlessIsUnbounded: boolean;
}

export interface Unit {
  /** `steps of other tasks`. */
  readonly name: string;
  counts(process: Process, tags: readonly string[]): boolean;
}

/** What was found out about one unit of a quantity. */
export interface Measurement {
  readonly unit: Unit;
  /** Absent when `during` never becomes true and false again. */
  readonly best?: number;
  readonly worst: number | 'unbounded';
  /** Present where `worst` is a number, and `during` stays true for ever in each run that takes as much. */
  readonly neverEnds?: true;
  /** A run of the worst case. Absent when `during` never becomes true. */
  readonly run?: {
    readonly states: readonly State[];
    /** Where the cycle begins by which the count grows without bound. */
    readonly loopStart?: number;
  };
  /** In the place of `run`, a fair run in which `during` stays true for ever. */
  readonly endless?: Lasso;
}

/**
 * How long the longest way from a state is, in one number that grows with how many steps are counted on it: twice as many, and
 * one more where some way on which as many are counted comes to an end.
 */
type Length = number;

/** Of a way on which nothing is counted, and that never ends. */
const nothing: Length = 0;
/** Of the way from where it is over already. */
const over: Length = 1;
const unbounded: Length = 0x7fffffff;

function longer(length: Length, steps: number): Length {
  return length === unbounded ? unbounded : length + 2 * steps;
}

function countedIn(length: Length): number {
  return length >> 1;
}

function comesToAnEnd(length: Length): boolean {
  return length % 2 === 1;
}

const statesPerSlice = 1 << 14;

/** That it never stays true for ever. */
export function itEnds(during: Expression<boolean>): TemporalProperty {
  const isTrue: Formula = { kind: 'atom', name: 'during' };
  const isOver: Formula = { kind: 'eventually', operand: { kind: 'not', operand: isTrue } };
  const formula: Formula = { kind: 'always', operand: { kind: 'implies', left: isTrue, right: isOver } };
  return { formula, atoms: new Map([['during', during]]) };
}

/**
 * Measures a quantity: longest and shortest paths through the states in which it is counted, the longest ones through the
 * condensation of their graph. Fairness says only whether it can last for ever; a fair run may put off anything for
 * any finite time.
 */
export class QuantityCheck implements Analysis<readonly Measurement[]> {
  readonly conditions: readonly Expression<boolean>[];
  private readonly ends: FormulaCheck | undefined;

  constructor(private readonly quantity: Quantity) {
    const { during, endlessIsUnbounded } = quantity;
    this.conditions = [during];
    if (endlessIsUnbounded) this.ends = new FormulaCheck(itEnds(during));
  }

  *run(graph: StateGraph, predicates: readonly StatePredicate[]): Generator<void, readonly Measurement[]> {
    const { memory } = graph;
    const endless = this.ends && (yield* this.ends.run(graph, predicates));
    const region = yield* readLetters(graph, predicates);
    if (!region.includes(1)) {
      memory.release(region);
      return this.quantity.units.map((unit) => ({ unit, worst: 0 }));
    }
    const counts = this.quantity.units.map((unit) => new Count(graph, unit));
    const stretch = new Stretch(graph, region as Uint8Array, counts);
    if (!endless) yield* stretch.findLongest();
    const measurements: Measurement[] = [];
    for (const count of counts) {
      const { unit } = count;
      const worst: Measurement = endless ? { unit, worst: 'unbounded', endless } : stretch.worst(count);
      const best = yield* stretch.best(count);
      measurements.push(best === undefined ? worst : { ...worst, best });
    }
    memory.release(region, stretch.components.of, ...counts.map(({ longest }) => longest));
    return measurements;
  }
}

/** What is known about one unit. */
class Count {
  /** By kind of step: 1 when it is counted. */
  readonly weights: Uint8Array;
  /** By state: the {@link Length} of the longest way from there. */
  readonly longest: Int32Array;
  /** The lowest state from which a step is counted that lies on a cycle, and that step. */
  pump: { readonly state: number; readonly transition: number } | undefined;

  constructor(
    { system, stepKinds, stateCount, memory }: StateGraph,
    readonly unit: Unit,
  ) {
    this.weights = Uint8Array.from(stepKinds, ({ process, tags }) => {
      const { [process]: taker } = system.processes;
      return taker && unit.counts(taker, tags) ? 1 : 0;
    });
    this.longest = memory.claim(Int32Array, stateCount);
  }
}

/** The states in which something is counted. */
class Stretch {
  readonly components: Components;
  /** Where something begins to be counted: initial states, and those that are entered from outside. */
  private readonly entries: readonly number[];

  constructor(
    private readonly graph: StateGraph,
    private readonly region: Uint8Array,
    private readonly counts: readonly Count[],
  ) {
    const conditions = {
      positive: Int32Array.of(1),
      negative: Int32Array.of(0),
      initial: [0],
      successors: [Int32Array.of(0)],
    };
    this.components = new Components(new Product(graph, region, conditions));
    this.entries = entriesOf(graph, region);
  }

  *findLongest(): Generator<void> {
    const { components, region } = this;
    const { of } = components;
    region.forEach((inside, state) => {
      if (inside === 0) of[state] = outside;
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
    const { components, graph, region } = this;
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
          const beyond = region[target] === 1 ? (longest[target] as Length) : over;
          most = Math.max(most, longer(beyond, weight));
        }
      }
    }
    for (let position = begin; position < end; position++) longest[states[position] as number] = most;
  }

  worst(count: Count): Measurement {
    const { graph } = this;
    const { longest, pump, unit } = count;
    if (pump) {
      const stem = graph.pathTo(pump.state);
      const cycle = this.pathWithin(graph.targets[pump.transition] as number, (each) => each === pump.state);
      const run = { states: this.decode([...stem, ...cycle.slice(0, -1)]), loopStart: stem.length - 1 };
      return { unit, worst: 'unbounded', run };
    }
    let first: number | undefined;
    for (const entry of this.entries)
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
    const { graph, region, components } = this;
    const { offsets, targets, kinds } = graph;
    const way = [entry];
    for (;;) {
      const from = way.at(-1) as number;
      if (region[from] === 0) return way;
      const rest = longest[from] as Length;
      let exit: number | undefined;
      const leaves = (state: number): boolean => {
        for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++) {
          const target = targets[each] as number;
          if (region[target] === 1 && components.of[target] === components.of[state]) continue;
          const beyond = region[target] === 1 ? (longest[target] as Length) : over;
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
  *best({ weights }: Count): Generator<void, number | undefined> {
    const { graph, region } = this;
    const { offsets, targets, kinds, memory, stateCount } = graph;
    const seen = memory.claim(Uint8Array, stateCount);
    let work = 0;
    try {
      let level = [...this.entries];
      for (let count = 0; level.length > 0; count++) {
        const next: number[] = [];
        let endsWithOneMore = false;
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
              endsWithOneMore = true;
            } else if (seen[target] === 0) (isCounted ? next : level).push(target);
          }
        }
        if (endsWithOneMore) return count + 1;
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

/** Of the states in a region, the initial ones, and those that are entered from outside, each once. */
function entriesOf(
  { offsets, targets, stateCount, initialCount, memory }: StateGraph,
  region: Uint8Array,
): readonly number[] {
  const entries: number[] = [];
  const seen = memory.claim(Uint8Array, stateCount);
  const add = (state: number): void => {
    if (region[state] === 0 || seen[state] === 1) return;
    seen[state] = 1;
    entries.push(state);
  };
  for (let state = 0; state < stateCount; state++) {
    if (state < initialCount) add(state);
    if (region[state] === 1) continue;
    for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++)
      add(targets[each] as number);
  }
  memory.release(seen);
  return entries;
}
