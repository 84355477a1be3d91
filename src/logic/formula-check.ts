import type { Analysis, StateGraph, StatePredicate } from '../engine/index.js';
import type { Expression } from '../system/index.js';
import { type BuchiAutomaton, toBuchi } from './buchi.js';
import { Components, outside } from './components.js';
import { FairComponents } from './fair-cycle.js';
import { FairnessMasks } from './fairness-masks.js';
import { atomsOf, type Formula } from './formula.js';
import { buildLasso, forEachSuccessor, initialNodes, type Lasso } from './lasso.js';
import { conditionsOf, maximumAtoms, Product, readLetters } from './product.js';

/** A formula, and what its atoms say about a state. */
export interface TemporalProperty {
  readonly formula: Formula;
  readonly atoms: ReadonlyMap<string, Expression<boolean>>;
}

/** Thrown when a formula has more different atoms than a letter has bits. */
export class TooManyAtomsError extends Error {
  override readonly name = 'TooManyAtomsError';
  constructor() {
    super(`the formula has more than ${maximumAtoms} different atoms`);
  }
}

const nodesPerSlice = 1 << 14;

/**
 * Whether every fair run satisfies a formula. If not, a lasso that does not.
 *
 * The automaton of the negation is multiplied with the graph (Vardi and Wolper, "An automata-theoretic approach to
 * automatic program verification", LICS 1986); the product is searched for a component in which a run can stay that is
 * accepted and fair. A run that comes to an end stays in its last state for ever.
 */
export class FormulaCheck implements Analysis<Lasso | undefined> {
  readonly conditions: readonly Expression<boolean>[];
  private readonly atoms: readonly string[];
  private readonly automaton: BuchiAutomaton;

  /**
   * @throws AutomatonTooLargeError when the automaton of the negation would have more than `maximumStates` states
   * @throws TooManyAtomsError
   */
  constructor({ formula, atoms }: TemporalProperty, maximumStates?: number) {
    this.atoms = atomsOf(formula);
    if (this.atoms.length > maximumAtoms) throw new TooManyAtomsError();
    this.automaton = toBuchi({ kind: 'not', operand: formula }, maximumStates);
    this.conditions = this.atoms.map((name) => {
      const condition = atoms.get(name);
      if (!condition) throw new Error(`the atom '${name}' has no meaning`);
      return condition;
    });
  }

  *run(graph: StateGraph, predicates: readonly StatePredicate[]): Generator<void, Lasso | undefined> {
    const { memory } = graph;
    const recurrent = recurrentStates(this.automaton);
    if (recurrent.length === 0) return undefined;
    const letters = yield* readLetters(graph, predicates);
    const everything = this.automaton.states.map((_, state) => state);
    const full = new Product(graph, letters, conditionsOf(this.automaton, everything, this.atoms));
    const reached = yield* reachableNodes(full);
    const part = new Product(graph, letters, conditionsOf(this.automaton, recurrent, this.atoms));
    const components = new Components(part);
    for (let state = 0; state < graph.stateCount; state++)
      recurrent.forEach((automatonState, position) => {
        if (reached[full.node(state, automatonState)] === 0)
          components.of[part.node(state, position)] = outside;
      });
    memory.release(reached);
    const demands = {
      fairness: new FairnessMasks(graph),
      acceptance: recurrent.map((state) => this.automaton.states[state]?.acceptance ?? new Set<number>()),
      acceptanceSets: this.automaton.acceptanceSets,
    };
    const fair = new FairComponents(components, demands);
    yield* fair.search(nodesOf(part));
    components.release();
    const toPart = (node: number): number => {
      const position = recurrent.indexOf(full.automatonStateOf(node));
      return position < 0 ? -1 : part.node(full.stateOf(node), position);
    };
    const lasso =
      fair.found.size === 0 ? undefined : yield* buildLasso(full, components, fair.found, demands, toPart);
    memory.release(letters, components.of);
    return lasso;
  }
}

function* nodesOf({ nodeCount }: Product): Generator<number> {
  for (let node = 0; node < nodeCount; node++) yield node;
}

/** By node: 1 when a run can come there. */
function* reachableNodes(product: Product): Generator<void, Uint8Array> {
  const { memory } = product.graph;
  const reached = memory.claim(Uint8Array, product.nodeCount);
  const queue = memory.claim(Int32Array, product.nodeCount);
  let end = 0;
  const enter = (node: number): void => {
    if (reached[node] === 1) return;
    reached[node] = 1;
    queue[end++] = node;
  };
  for (const node of initialNodes(product)) enter(node);
  for (let next = 0; next < end; next++) {
    if (next % nodesPerSlice === 0) yield;
    forEachSuccessor(product, queue[next] as number, enter);
  }
  memory.release(queue);
  return reached;
}

/** The states of an automaton that lie on a cycle by which a word can be accepted. */
function recurrentStates({ states, acceptanceSets }: BuchiAutomaton): readonly number[] {
  const reachable = states.map(({ successors }) => {
    const seen = new Set(successors);
    for (const state of seen) for (const next of states[state]?.successors ?? []) seen.add(next);
    return seen;
  });
  return states.flatMap((_, state) => {
    if (!reachable[state]?.has(state)) return [];
    const component = [...(reachable[state] ?? [])].filter((other) => reachable[other]?.has(state));
    const accepted = new Set(component.flatMap((other) => [...(states[other]?.acceptance ?? [])]));
    return accepted.size === acceptanceSets ? [state] : [];
  });
}
