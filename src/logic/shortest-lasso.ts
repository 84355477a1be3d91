import type { StateGraph } from '../engine/index.js';
import { CycleDemands } from './cycle-demands.js';
import { CycleSearch, type FoundCycle } from './cycle-search.js';
import type { FairnessMasks } from './fairness-masks.js';
import { exploreHorizon, type Horizon } from './horizon.js';
import { componentsOf } from './horizon-components.js';
import type { NormalForm } from './normal-form.js';
import type { Letters } from './product.js';
import { TightAutomaton } from './tight-automaton.js';

/** A run by the numbers of its states, and by the transitions between them; the last leads back to `loopStart`. */
export interface NumberedLasso {
  readonly states: readonly number[];
  readonly transitions: readonly number[];
  readonly loopStart: number;
}

/** What was found out about lassos up to some length. */
export interface ShortLasso {
  /** A shortest of those that were looked at, if there is any. */
  readonly lasso?: NumberedLasso;
  /** Whether all were. */
  readonly isComplete: boolean;
}

/** How far the search for a shortest lasso goes: about a second's work. */
const limits = { nodes: 1 << 18, edges: 1 << 20, work: 1 << 25 };

/** The length up to which lassos are looked for in the first round; by how much it grows from round to round. */
const firstLength = 8;
const growth = 1.5;

/**
 * Looks for a fair lasso that satisfies a formula, with stem and cycle of at most `length` steps together: a shortest.
 *
 * From each node that may be the first one of a cycle, a breadth-first search goes over nodes and what has been met of
 * the demands on the cycle. That takes exponential time in the number of demands, as a shortest fair cycle is NP-hard to
 * find (Clarke, Grumberg, McMillan and Zhao, "Efficient generation of counterexamples and witnesses in symbolic model
 * checking", DAC 1995); so there is a limit to it.
 *
 * @param formula that which the lasso is to satisfy
 * @param atoms in the order of the bits of a letter
 */
export function* findShortLasso(
  graph: StateGraph,
  letters: Letters,
  fairness: FairnessMasks,
  formula: NormalForm,
  atoms: readonly string[],
  length: number,
): Generator<void, ShortLasso> {
  const automaton = TightAutomaton.of(formula, atoms);
  if (automaton === undefined) return { isComplete: false };
  const work = { left: limits.work };
  for (let bound = Math.min(firstLength, length); bound > 0; ) {
    const horizon = exploreHorizon(graph, letters, automaton, bound - 1, limits);
    yield;
    const component = componentsOf(horizon);
    const cyclic = horizon.states.filter((_, node) => (component[node] as number) >= 0);
    const demands = CycleDemands.of(fairness, automaton.acceptanceSets, cyclic);
    if (demands === undefined) return { isComplete: false };
    const nodeBits = new Int32Array(horizon.states.length);
    horizon.states.forEach((state, node) => {
      const { [node]: automatonState = 0 } = horizon.automatonStates;
      nodeBits[node] =
        demands.atState(state) | automaton.acceptance(automatonState, letters[state] as number);
    });
    const bitsOfKind = graph.stepKinds.map((_, kind) => demands.byKind(kind));
    const edgeBits = new Int32Array(horizon.transitions.length);
    horizon.transitions.forEach((each, edge) => {
      edgeBits[edge] = bitsOfKind[graph.kinds[each] as number] as number;
    });
    const isWhole = horizon.maximumDepth === bound - 1;
    const found = yield* new CycleSearch(horizon, component, demands, nodeBits, edgeBits, work).run(
      horizon.maximumDepth + 1,
    );
    const isComplete = work.left > 0;
    if (found) return { lasso: lassoOf(horizon, found), isComplete };
    if (!isComplete || !isWhole) return { isComplete: false };
    if (bound === length) break;
    bound = Math.min(Math.ceil(bound * growth), length);
  }
  return { isComplete: true };
}

function lassoOf(
  { states, parents, arrivals, targets, transitions }: Horizon,
  found: FoundCycle,
): NumberedLasso {
  const stem: number[] = [];
  const stemTransitions: number[] = [];
  for (let node = found.start; parents[node] !== node; node = parents[node] as number) {
    stem.unshift(parents[node] as number);
    stemTransitions.unshift(arrivals[node] as number);
  }
  const cycle = [found.start, ...found.edges.slice(0, -1).map((edge) => targets[edge] as number)];
  return {
    states: [...stem, ...cycle].map((node) => states[node] as number),
    transitions: [...stemTransitions, ...found.edges.map((edge) => transitions[edge] as number)],
    loopStart: stem.length,
  };
}
