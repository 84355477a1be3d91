import type { Analysis, StateGraph, StatePredicate } from '../engine/index.js';
import type { Expression } from '../system/index.js';
import { type BuchiAutomaton, toBuchi } from './buchi.js';
import { Components, outside } from './components.js';
import { FairComponents } from './fair-cycle.js';
import { FairnessMasks } from './fairness-masks.js';
import { atomsOf, type Formula } from './formula.js';
import { IntQueue } from './int-queue.js';
import { buildLasso, isResting, kindsOf, type Lasso, lengthOf, restIn } from './lasso.js';
import { type NormalForm, toNormalForm } from './normal-form.js';
import { conditionsOf, initialNodes, type Letters, maximumAtoms, Product, readLetters } from './product.js';
import { findShortLasso } from './shortest-lasso.js';

/** A formula, and what its atoms say about a state. */
export interface TemporalProperty {
  readonly formula: Formula;
  readonly atoms: ReadonlyMap<string, Expression<boolean>>;
}

export interface FormulaCheckOptions {
  readonly maximumStates?: number;
  readonly lasso?: 'shortest' | 'any';
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
 * Whether every fair run satisfies a formula. If not, a lasso that does not: a shortest one, where that can be afforded.
 *
 * The automaton of the negation is multiplied with the graph (Vardi and Wolper, "An automata-theoretic approach to
 * automatic program verification", LICS 1986); the product is searched for a component in which a run can stay that is
 * accepted and fair. Besides, a run may rest for ever in a state without a step that fairness speaks of, as in Lamport's
 * temporal logic of actions: nothing obliges anybody to go on.
 */
export class FormulaCheck implements Analysis<Lasso | undefined> {
  readonly conditions: readonly Expression<boolean>[];
  private readonly atoms: readonly string[];
  private readonly automaton: BuchiAutomaton;
  private readonly negation: NormalForm;

  private readonly lasso: 'shortest' | 'any';

  /**
   * @param options.lasso whether to look for a shortest one, or for nothing but whether there is one; shortest unless said
   * @throws AutomatonTooLargeError when the automaton of the negation would have more than `maximumStates` states
   * @throws TooManyAtomsError
   */
  constructor(
    { formula, atoms }: TemporalProperty,
    { maximumStates, lasso = 'shortest' }: FormulaCheckOptions = {},
  ) {
    this.lasso = lasso;
    this.atoms = atomsOf(formula);
    if (this.atoms.length > maximumAtoms) throw new TooManyAtomsError();
    this.automaton = toBuchi({ kind: 'not', operand: formula }, maximumStates);
    this.negation = toNormalForm(formula, false);
    this.conditions = this.atoms.map((name) => {
      const condition = atoms.get(name);
      if (!condition) throw new Error(`the atom '${name}' has no meaning`);
      return condition;
    });
  }

  *run(graph: StateGraph, predicates: readonly StatePredicate[]): Generator<void, Lasso | undefined> {
    const { memory } = graph;
    const recurrent = recurrentStates(this.automaton, () => true);
    if (recurrent.length === 0) return undefined;
    const letters = yield* readLetters(graph, predicates);
    const everything = this.automaton.states.map((_, state) => state);
    const full = new Product(graph, letters, conditionsOf(this.automaton, everything, this.atoms));
    const fairness = new FairnessMasks(graph);
    const rests = new Rests(this.automaton, full, fairness);
    const { reached, rest } = yield* reachableNodes(full, rests);
    if (rest !== undefined) {
      memory.release(reached);
      const lasso = yield* this.shorten(restIn(full, rest), graph, letters, fairness);
      memory.release(letters);
      return lasso;
    }
    const part = new Product(graph, letters, conditionsOf(this.automaton, recurrent, this.atoms));
    const components = new Components(part);
    for (let state = 0; state < graph.stateCount; state++)
      recurrent.forEach((automatonState, position) => {
        if (reached[full.node(state, automatonState)] === 0)
          components.of[part.node(state, position)] = outside;
      });
    memory.release(reached);
    const demands = {
      fairness,
      acceptance: recurrent.map((state) => this.automaton.states[state]?.acceptance ?? new Set<number>()),
      acceptanceSets: this.automaton.acceptanceSets,
    };
    const fair = new FairComponents(components, demands);
    yield* fair.search();
    const toPart = (node: number): number => {
      const position = recurrent.indexOf(full.automatonStateOf(node));
      return position < 0 ? -1 : part.node(full.stateOf(node), position);
    };
    if (fair.found.size === 0) {
      memory.release(letters, components.of);
      return undefined;
    }
    const found = yield* buildLasso(full, components, fair.found, demands, toPart);
    memory.release(components.of);
    const lasso = yield* this.shorten(found, graph, letters, fairness);
    memory.release(letters);
    return lasso;
  }

  /** A shortest lasso in the place of one that is known; that one if none is shorter, or none is found. */
  private *shorten(
    known: Lasso,
    graph: StateGraph,
    letters: Letters,
    fairness: FairnessMasks,
  ): Generator<void, Lasso> {
    if (this.lasso === 'any') return known;
    const { lasso, isComplete } = yield* findShortLasso(
      graph,
      letters,
      fairness,
      this.negation,
      this.atoms,
      // If both are as short, the one that rests.
      isResting(known) ? lengthOf(known) - 1 : lengthOf(known),
    );
    if (!lasso) return { ...known, isShortest: isComplete };
    return {
      states: lasso.states.map((state) => graph.stateOf(state)),
      kinds: kindsOf(graph, lasso.transitions),
      loopStart: lasso.loopStart,
      isShortest: isComplete,
    };
  }
}

/** Where a run can rest, and be accepted. */
class Rests {
  private readonly byLetter = new Map<number, ReadonlySet<number>>();

  constructor(
    private readonly automaton: BuchiAutomaton,
    private readonly product: Product,
    private readonly fairness: FairnessMasks,
  ) {}

  accepts(node: number): boolean {
    const { product } = this;
    const state = product.stateOf(node);
    return this.statesThatAccept(state).has(product.automatonStateOf(node)) && this.fairness.mayRest(state);
  }

  /** The states of the automaton from which it accepts what it reads in a state, over and over. */
  private statesThatAccept(state: number): ReadonlySet<number> {
    const { automaton, product } = this;
    const letter = product.letters[state] as number;
    const known = this.byLetter.get(letter);
    if (known) return known;
    const reads = (each: number): boolean => product.canRead(each, state);
    const accepting = new Set(recurrentStates(automaton, reads));
    for (let size = -1; size !== accepting.size; ) {
      size = accepting.size;
      automaton.states.forEach(({ successors }, each) => {
        if (reads(each) && successors.some((next) => accepting.has(next))) accepting.add(each);
      });
    }
    this.byLetter.set(letter, accepting);
    return accepting;
  }
}

/** By node: 1 when a run can come there; and the first, if there is any, in which one can rest. */
function* reachableNodes(
  product: Product,
  rests: Rests,
): Generator<void, { readonly reached: Uint8Array; readonly rest?: number }> {
  const { graph, size, letters, conditions } = product;
  const { offsets, targets, memory } = graph;
  const { positive, negative, successors } = conditions;
  const reached = memory.claim(Uint8Array, product.nodeCount);
  const queue = new IntQueue(memory);
  for (const node of initialNodes(product)) {
    reached[node] = 1;
    queue.push(node);
  }
  let rest: number | undefined;
  let work = 0;
  for (let node = queue.shift(); node !== undefined && rest === undefined; node = queue.shift()) {
    if (++work % nodesPerSlice === 0) yield;
    if (rests.accepts(node)) rest = node;
    const state = Math.floor(node / size);
    const next = successors[node - state * size] as Int32Array;
    const end = offsets[state + 1] as number;
    for (let each = offsets[state] as number; each < end; each++) {
      const target = targets[each] as number;
      const letter = letters[target] as number;
      for (let index = 0; index < next.length; index++) {
        const automatonState = next[index] as number;
        const successor = target * size + automatonState;
        const must = positive[automatonState] as number;
        if (reached[successor] === 1 || (letter & must) !== must) continue;
        if ((letter & (negative[automatonState] as number)) !== 0) continue;
        reached[successor] = 1;
        queue.push(successor);
      }
    }
  }
  queue.release();
  return { reached, ...(rest !== undefined && { rest }) };
}

/** The states of a part of an automaton that lie on a cycle within it by which a word can be accepted. */
function recurrentStates(
  { states, acceptanceSets }: BuchiAutomaton,
  isInPart: (state: number) => boolean,
): readonly number[] {
  const successorsOf = (state: number): readonly number[] =>
    isInPart(state) ? (states[state]?.successors ?? []).filter(isInPart) : [];
  const reachable = states.map((_, start) => {
    const seen = new Set(successorsOf(start));
    for (const state of seen) for (const next of successorsOf(state)) seen.add(next);
    return seen;
  });
  return states.flatMap((_, state) => {
    if (!reachable[state]?.has(state)) return [];
    const component = [...(reachable[state] ?? [])].filter((other) => reachable[other]?.has(state));
    const accepted = new Set(component.flatMap((other) => [...(states[other]?.acceptance ?? [])]));
    return accepted.size === acceptanceSets ? [state] : [];
  });
}
