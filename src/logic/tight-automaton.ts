import { keyOf, type NormalForm } from './normal-form.js';

/** A state is a set of promises, as bits, so there are two to the power of how many there may be. */
export const maximumPromises = 6;

/** An until, a release, or what must be true next: what a state can promise of the rest of the word. */
type Temporal = Extract<NormalForm, { readonly kind: 'until' | 'release' } | { readonly kind: 'next' }>;

/** What a state of the automaton means while it reads a letter. */
interface Reading {
  /** Whether the whole formula is true. */
  readonly isTrue: boolean;
  /** Of what may have been promised, as bits: what is true. */
  readonly kept: number;
  /** The acceptance sets that it is in, as bits. */
  readonly acceptance: number;
}

/**
 * A generalised Büchi automaton that accepts the words which satisfy a formula, each lasso by a run that is a lasso of
 * the same shape. Such an automaton is called tight: a shortest accepting lasso of its product with a graph is a shortest
 * one of the graph (Schuppan and Biere, "Shortest counterexamples for symbolic model checking of LTL with past", TACAS
 * 2005). The tableau of {@link toBuchi} is not: what it has promised in one round of a cycle shows in the next.
 *
 * It is the construction of Clarke, Grumberg and Hamaguchi, "Another look at LTL model checking" (CAV 1994), in one
 * direction: a state says which formulas are true from the next letter on, and may say so of fewer than are.
 */
export class TightAutomaton {
  /** States are numbered from 0. */
  readonly size: number;
  readonly acceptanceSets: number;
  private readonly promises: readonly Temporal[];
  private readonly untils: readonly number[];
  private readonly bits = new Map<string, number>();
  private readonly readings = new Map<number, readonly Reading[]>();
  private readonly targets = new Map<number, readonly number[]>();

  /** @param atoms in the order of the bits of a letter */
  private constructor(
    private readonly formula: NormalForm,
    private readonly atoms: readonly string[],
  ) {
    this.promises = [...temporalParts(formula)].map(([, each]) => each);
    this.promises.forEach((each, bit) => {
      this.bits.set(keyOf(each), bit);
    });
    this.untils = this.promises.flatMap(({ kind }, bit) => (kind === 'until' ? [bit] : []));
    this.size = 2 ** this.promises.length;
    this.acceptanceSets = this.untils.length;
  }

  /** Undefined when there would be more promises than {@link maximumPromises}. */
  static of(formula: NormalForm, atoms: readonly string[]): TightAutomaton | undefined {
    return temporalParts(formula).size > maximumPromises ? undefined : new TightAutomaton(formula, atoms);
  }

  /** The states in which it may read the first letter. */
  initial(letter: number): readonly number[] {
    return this.readingsOf(letter).flatMap(({ isTrue }, state) => (isTrue ? [state] : []));
  }

  /** The states that may follow on `state`, while they read `letter`. */
  successors(state: number, letter: number): readonly number[] {
    const key = letter * this.size + state;
    let found = this.targets.get(key);
    if (found === undefined) {
      found = this.readingsOf(letter).flatMap(({ kept }, next) => ((state & ~kept) === 0 ? [next] : []));
      this.targets.set(key, found);
    }
    return found;
  }

  /** The acceptance sets, as bits, that a state is in while it reads a letter. */
  acceptance(state: number, letter: number): number {
    return this.readingsOf(letter)[state]?.acceptance ?? 0;
  }

  private readingsOf(letter: number): readonly Reading[] {
    let found = this.readings.get(letter);
    if (found === undefined) {
      found = Array.from({ length: this.size }, (_, state) => this.read(state, letter));
      this.readings.set(letter, found);
    }
    return found;
  }

  private read(state: number, letter: number): Reading {
    const isPromised = (formula: NormalForm): boolean =>
      (state & (1 << (this.bits.get(keyOf(formula)) ?? 0))) !== 0;
    const isTrue = (formula: NormalForm): boolean => {
      switch (formula.kind) {
        case 'true':
        case 'false':
          return formula.kind === 'true';
        case 'literal':
          return ((letter & (1 << this.atoms.indexOf(formula.atom))) !== 0) === formula.positive;
        case 'and':
          return isTrue(formula.left) && isTrue(formula.right);
        case 'or':
          return isTrue(formula.left) || isTrue(formula.right);
        case 'until':
          return isTrue(formula.right) || (isTrue(formula.left) && isPromised(formula));
        case 'release':
          return isTrue(formula.right) && (isTrue(formula.left) || isPromised(formula));
        case 'next':
          return isPromised(formula);
      }
    };
    const bitsWhere = (count: number, holds: (bit: number) => boolean): number =>
      Array.from({ length: count }, (_, bit) => bit).reduce(
        (all, bit) => (holds(bit) ? all | (1 << bit) : all),
        0,
      );
    const promised = (bit: number): Temporal => this.promises[bit] as Temporal;
    return {
      isTrue: isTrue(this.formula),
      kept: bitsWhere(this.promises.length, (bit) => {
        const formula = promised(bit);
        return isTrue(formula.kind === 'next' ? formula.operand : formula);
      }),
      // Of a promise that is put off for ever, nothing would come.
      acceptance: bitsWhere(this.untils.length, (set) => {
        const until = promised(this.untils[set] as number);
        return !isPromised(until) || (until.kind === 'until' && isTrue(until.right));
      }),
    };
  }
}

/** The parts of a formula that speak of later letters, by their keys. */
function temporalParts(formula: NormalForm): ReadonlyMap<string, Temporal> {
  switch (formula.kind) {
    case 'true':
    case 'false':
    case 'literal':
      return new Map();
    case 'and':
    case 'or':
      return new Map([...temporalParts(formula.left), ...temporalParts(formula.right)]);
    case 'next':
      return new Map([...temporalParts(formula.operand), [keyOf(formula), formula]]);
    case 'until':
    case 'release':
      return new Map([
        ...temporalParts(formula.left),
        ...temporalParts(formula.right),
        [keyOf(formula), formula],
      ]);
  }
}
