import type { StateGraph } from '../engine/index.js';
import type { Letters } from './product.js';
import type { TightAutomaton } from './tight-automaton.js';

/** The nodes of a product within some distance of where runs begin, in the order in which they are reached. */
export interface Horizon {
  /** Nodes are numbered in breadth-first order. By node: its state of the graph. */
  readonly states: readonly number[];
  /** By node: its state of the automaton. */
  readonly automatonStates: readonly number[];
  /** By node: how many steps it takes to come there, and from which node; from itself where a run begins. */
  readonly depths: readonly number[];
  readonly parents: readonly number[];
  /** By node: the transition by which it is reached from its parent; -1 where a run begins. */
  readonly arrivals: readonly number[];
  /** The edges from a node to others of the horizon are those from `offsets[node]` up to `offsets[node + 1]`. */
  readonly offsets: readonly number[];
  /** By edge: where it leads, and the transition of the graph. */
  readonly targets: readonly number[];
  readonly transitions: readonly number[];
  /** Nodes that are farther away than this are left out: as it was asked for, or less where there would be too many. */
  readonly maximumDepth: number;
}

/** What there may be of nodes, and of edges. */
export interface HorizonLimits {
  readonly nodes: number;
  readonly edges: number;
}

/** Explores the product of a graph with a tight automaton as far as some depth. */
export function exploreHorizon(
  graph: StateGraph,
  letters: Letters,
  automaton: TightAutomaton,
  maximumDepth: number,
  limits: HorizonLimits,
): Horizon {
  const { offsets: first, targets: follow } = graph;
  const numbers = new Map<number, number>();
  const states: number[] = [];
  const automatonStates: number[] = [];
  const depths: number[] = [];
  const parents: number[] = [];
  const arrivals: number[] = [];
  const enter = (state: number, automatonState: number, parent: number, transition: number): void => {
    const key = state * automaton.size + automatonState;
    if (numbers.has(key)) return;
    const node = states.length;
    numbers.set(key, node);
    states.push(state);
    automatonStates.push(automatonState);
    depths.push(parent < 0 ? 0 : (depths[parent] as number) + 1);
    parents.push(parent < 0 ? node : parent);
    arrivals.push(transition);
  };
  const followEdges = (
    node: number,
    visit: (state: number, next: number, transition: number) => void,
  ): void => {
    const state = states[node] as number;
    for (let each = first[state] as number; each < (first[state + 1] as number); each++) {
      const target = follow[each] as number;
      for (const next of automaton.successors(automatonStates[node] as number, letters[target] as number))
        visit(target, next, each);
    }
  };
  for (let state = 0; state < graph.initialCount; state++)
    for (const each of automaton.initial(letters[state] as number)) enter(state, each, -1, -1);
  let complete = maximumDepth;
  let edges = 0;
  for (let node = 0; node < states.length; node++) {
    const depth = depths[node] as number;
    if (depth >= complete) break;
    followEdges(node, (state, next, transition) => {
      edges += 1;
      enter(state, next, node, transition);
    });
    // What is only half known is no level to be trusted.
    if (states.length > limits.nodes || edges > limits.edges) complete = depth;
  }
  const beyond = depths.findIndex((depth) => depth > complete);
  const count = beyond < 0 ? states.length : beyond;
  const offsets: number[] = [0];
  const targets: number[] = [];
  const transitions: number[] = [];
  for (let node = 0; node < count; node++) {
    followEdges(node, (state, next, transition) => {
      const target = numbers.get(state * automaton.size + next);
      if (target === undefined || target >= count) return;
      targets.push(target);
      transitions.push(transition);
    });
    offsets.push(targets.length);
  }
  return {
    states: states.slice(0, count),
    automatonStates,
    depths,
    parents,
    arrivals,
    offsets,
    targets,
    transitions,
    maximumDepth: complete,
  };
}
