import type { Analysis, StateGraph, StatePredicate } from '../engine/index.js';
import type { Expression } from '../system/index.js';
import { type BuchiAutomaton, toBuchi } from './buchi.js';
import { Components, outside } from './components.js';
import { FairComponents } from './fair-cycle.js';
import { FairnessMasks } from './fairness-masks.js';
import { atomsOf, type Formula } from './formula.js';
import { buildLasso, isResting, kindsOf, type Lasso, lengthOf, restIn } from './lasso.js';
import { type NormalForm, toNormalForm } from './normal-form.js';
import { conditionsOf, type Letters, maximumAtoms, Product, readLetters, slices } from './product.js';
import { recurrentStates } from './recurrent.js';
import { findRest, Rests } from './rests.js';
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

/** What has been found out about a graph, by the key of what was asked. */
type Answers = Map<string, { readonly lasso: Lasso | undefined }>;

const answers = new WeakMap<StateGraph, Answers>();

/** Several properties may ask a graph the same, and quantities ask what formulas do. */
function answersAbout(graph: StateGraph): Answers {
  const known = answers.get(graph) ?? new Map();
  answers.set(graph, known);
  return known;
}

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
  /** Equal for checks that ask the same. */
  private readonly key: string;

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
    this.key = `${lasso} ${printMeaning(formula, atoms)}`;
  }

  *run(graph: StateGraph, predicates: readonly StatePredicate[]): Generator<void, Lasso | undefined> {
    const known = answersAbout(graph).get(this.key);
    if (known) return known.lasso;
    const letters = yield* readLetters(graph, predicates);
    const fairness = new FairnessMasks(graph);
    const found = yield* this.findLasso(graph, letters, fairness);
    const lasso = found && (yield* this.shorten(found, graph, letters, fairness));
    graph.memory.release(letters);
    answersAbout(graph).set(this.key, { lasso });
    return lasso;
  }

  private *findLasso(
    graph: StateGraph,
    letters: Letters,
    fairness: FairnessMasks,
  ): Generator<void, Lasso | undefined> {
    const everything = this.automaton.states.map((_, state) => state);
    const full = new Product(graph, letters, conditionsOf(this.automaton, everything, this.atoms));
    const recurrent = recurrentStates(this.automaton, readableSomewhere(full));
    if (recurrent.length === 0) return undefined;
    const rest = yield* findRest(full, new Rests(this.automaton, full, fairness));
    if (rest !== undefined) return yield* restIn(full, rest);
    const part = new Product(graph, letters, conditionsOf(this.automaton, recurrent, this.atoms));
    const components = new Components(part);
    // Whether a run comes to a component is asked only of those in which it could stay; mostly there is none.
    for (const [begin, end] of slices(graph.stateCount)) {
      yield;
      leaveOutUnreadable(components, begin, end);
    }
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
    const found =
      fair.found.size > 0 ? yield* buildLasso(full, components, fair.found, demands, toPart) : undefined;
    graph.memory.release(components.of);
    return found;
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

function leaveOutUnreadable({ product, of }: Components, begin: number, end: number): void {
  for (let state = begin; state < end; state++)
    for (let automatonState = 0; automatonState < product.size; automatonState++)
      if (!product.canRead(automatonState, state)) of[product.node(state, automatonState)] = outside;
}

/**
 * Whether a state of the automaton can read anything, as far as is seen from each atom by itself: an atom that is true
 * nowhere, such as that of a mechanism which does not have what is asked about, leaves most of them out.
 */
function readableSomewhere({
  letters,
  conditions: { positive, negative },
}: Product): (automatonState: number) => boolean {
  let trueSomewhere = 0;
  let trueEverywhere = -1;
  for (let state = 0; state < letters.length; state++) {
    trueSomewhere |= letters[state] as number;
    trueEverywhere &= letters[state] as number;
  }
  return (state) =>
    ((positive[state] as number) & ~trueSomewhere) === 0 &&
    ((negative[state] as number) & trueEverywhere) === 0;
}

/** A formula with what its atoms mean in the place of their names. */
function printMeaning(formula: Formula, atoms: TemporalProperty['atoms']): string {
  return JSON.stringify(formula, (_, value: Formula) =>
    value?.kind === 'atom' ? atoms.get(value.name) : value,
  );
}
