import type { NumberArray, StateGraph, StatePredicate } from '../engine/index.js';
import type { BuchiAutomaton } from './buchi.js';

/** Which atoms are true in each state, as bits. */
export type Letters = NumberArray;

/** Atoms are bits of an int32, one of which is its sign. */
export const maximumAtoms = 31;

const slice = 1 << 14;

/** The numbers below `count`, in parts between which others have their turn. */
export function* slices(count: number): Generator<readonly [begin: number, end: number]> {
  for (let begin = 0; begin < count; begin += slice) yield [begin, Math.min(begin + slice, count)];
}

/** Reads the atoms in every state. */
export function* readLetters(
  graph: StateGraph,
  predicates: readonly StatePredicate[],
): Generator<void, Letters> {
  const { stateCount, memory } = graph;
  const letters = memory.claimNumbers(2 ** predicates.length, stateCount);
  for (const [bit, isTrue] of predicates.entries())
    for (const [begin, end] of slices(stateCount)) {
      yield;
      readAtom(letters, bit, isTrue, begin, end);
    }
  return letters;
}

/** A function to itself: V8 optimises no loop of a generator while it runs. */
function readAtom(letters: Letters, bit: number, isTrue: StatePredicate, begin: number, end: number): void {
  for (let state = begin; state < end; state++)
    if (isTrue(state)) letters[state] = (letters[state] as number) | (1 << bit);
}

/** Conditions on letters, and where one may go on from each: an automaton, or a part of one. */
export interface Conditions {
  /** By state of the automaton: the atoms that must be true there, and those that must be false. */
  readonly positive: Int32Array;
  readonly negative: Int32Array;
  /** Where it may begin. */
  readonly initial: readonly number[];
  readonly successors: readonly Int32Array[];
}

/** The product of the graph with an automaton that reads its states. Its nodes and edges are computed when asked for. */
export class Product {
  readonly size: number;

  /** @param conditions the automaton */
  constructor(
    readonly graph: StateGraph,
    readonly letters: Letters,
    readonly conditions: Conditions,
  ) {
    this.size = conditions.successors.length;
  }

  get nodeCount(): number {
    return this.graph.stateCount * this.size;
  }

  /** The node for a state of the graph and one of the automaton. */
  node(state: number, automatonState: number): number {
    return state * this.size + automatonState;
  }

  stateOf(node: number): number {
    return Math.floor(node / this.size);
  }

  automatonStateOf(node: number): number {
    return node % this.size;
  }

  /** Whether the automaton can be in that state while it reads the state of the graph. */
  canRead(automatonState: number, state: number): boolean {
    const { positive, negative } = this.conditions;
    const letter = this.letters[state] as number;
    const must = positive[automatonState] as number;
    return (letter & must) === must && (letter & (negative[automatonState] as number)) === 0;
  }
}

/** A path in a product: from node to node, by the transitions between them. */
export interface ProductPath {
  readonly nodes: readonly number[];
  /** One fewer than nodes. */
  readonly transitions: readonly number[];
}

/** The nodes in which a run may begin. */
export function* initialNodes(product: Product): Generator<number> {
  for (let state = 0; state < product.graph.initialCount; state++)
    for (const automatonState of product.conditions.initial)
      if (product.canRead(automatonState, state)) yield product.node(state, automatonState);
}

/** Calls `visit` for each node that follows on another, with the transition of the graph by which it does. */
export function forEachSuccessor(
  product: Product,
  node: number,
  visit: (successor: number, transition: number) => void,
): void {
  const { offsets, targets } = product.graph;
  const state = product.stateOf(node);
  const next = product.conditions.successors[product.automatonStateOf(node)] as Int32Array;
  for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++) {
    const target = targets[each] as number;
    for (const automatonState of next)
      if (product.canRead(automatonState, target)) visit(product.node(target, automatonState), each);
  }
}

/** The part of an automaton that consists of some of its states. @param atoms in the order of the bits of a letter */
export function conditionsOf(
  automaton: BuchiAutomaton,
  states: readonly number[],
  atoms: readonly string[],
): Conditions {
  const maskOf = (state: number, positive: boolean): number =>
    (automaton.states[state]?.literals ?? [])
      .filter((literal) => literal.positive === positive)
      .reduce((mask, { atom }) => mask | (1 << atoms.indexOf(atom)), 0);
  return {
    positive: Int32Array.from(states, (state) => maskOf(state, true)),
    negative: Int32Array.from(states, (state) => maskOf(state, false)),
    initial: automaton.initial.map((state) => states.indexOf(state)).filter((state) => state >= 0),
    successors: states.map((state) =>
      Int32Array.from(
        (automaton.states[state]?.successors ?? [])
          .map((target) => states.indexOf(target))
          .filter((target) => target >= 0),
      ),
    ),
  };
}
