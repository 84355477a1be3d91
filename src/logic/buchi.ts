import type { Formula } from './formula.js';
import { keyOf, type NormalForm, toNormalForm } from './normal-form.js';

/**
 * A generalised Büchi automaton with conditions on its states: a word is accepted when some run reads it, state by
 * state, and visits each acceptance set infinitely often.
 */
export interface BuchiAutomaton {
  readonly states: readonly BuchiState[];
  readonly initial: readonly number[];
  /** How many acceptance sets there are. With none, every infinite run is accepting. */
  readonly acceptanceSets: number;
}

export interface BuchiState {
  /** What must be true of the letter that is read here. */
  readonly literals: readonly { readonly atom: string; readonly positive: boolean }[];
  readonly successors: readonly number[];
  /** The acceptance sets that the state is in. */
  readonly acceptance: ReadonlySet<number>;
}

/** Thrown when an automaton has more states than the stated bound. */
export class AutomatonTooLargeError extends Error {
  override readonly name = 'AutomatonTooLargeError';
  constructor(readonly maximumStates: number) {
    super(`the automaton of the formula has more than ${maximumStates} states`);
  }
}

/**
 * An automaton that accepts exactly the words that satisfy a formula, by the tableau of Gerth, Peled, Vardi and Wolper,
 * "Simple on-the-fly automatic verification of linear temporal logic" (PSTV 1995).
 *
 * @throws AutomatonTooLargeError when it would have more than `maximumStates` states
 */
export function toBuchi(formula: Formula, maximumStates = 1000): BuchiAutomaton {
  return new Tableau(maximumStates).build(toNormalForm(formula));
}

/** A node of the tableau: what it promises of the letter read here, and of the rest of the word. */
interface Node {
  readonly number: number;
  readonly incoming: Set<number>;
  /** Formulas that hold here, by their keys. */
  readonly now: ReadonlyMap<string, NormalForm>;
  /** Formulas that must hold from the next letter on. */
  readonly next: ReadonlyMap<string, NormalForm>;
}

/** A node that still has formulas to be taken apart. */
interface Open {
  readonly incoming: ReadonlySet<number>;
  readonly pending: readonly NormalForm[];
  readonly now: ReadonlyMap<string, NormalForm>;
  readonly next: ReadonlyMap<string, NormalForm>;
}

/** Where runs begin: no node, but the source of the edges into initial ones. */
const source = -1;

/** More steps than this for each state that is allowed are taken only where there are far too many. */
const stepsPerState = 500;

class Tableau {
  private readonly nodes = new Map<string, Node>();

  constructor(private readonly maximumStates: number) {}

  build(formula: NormalForm): BuchiAutomaton {
    const work: Open[] = [
      { incoming: new Set([source]), pending: [formula], now: new Map(), next: new Map() },
    ];
    // Most of the work on a formula that is too large goes into nodes that are never closed.
    let steps = 0;
    for (let open = work.pop(); open; open = work.pop()) {
      if (++steps > stepsPerState * this.maximumStates) throw new AutomatonTooLargeError(this.maximumStates);
      work.push(...this.advance(open));
    }
    return this.automaton();
  }

  /** Takes one formula of a node apart, or closes the node; gives what is open after that. */
  private advance(open: Open): readonly Open[] {
    const [formula, ...pending] = open.pending;
    if (formula === undefined) return this.close(open);
    const key = keyOf(formula);
    if (open.now.has(key)) return [{ ...open, pending }];
    const rest = { ...open, pending, now: new Map([...open.now, [key, formula]]) };
    const demand = (...more: readonly NormalForm[]): Open => ({ ...rest, pending: [...more, ...pending] });
    const postpone = (later: NormalForm, ...more: readonly NormalForm[]): Open => ({
      ...demand(...more),
      next: new Map([...open.next, [keyOf(later), later]]),
    });
    switch (formula.kind) {
      case 'true':
        return [rest];
      case 'false':
        return [];
      case 'literal':
        return open.now.has(keyOf({ ...formula, positive: !formula.positive })) ? [] : [rest];
      case 'and':
        return [demand(formula.left, formula.right)];
      case 'or':
        return [demand(formula.left), demand(formula.right)];
      case 'next':
        return [postpone(formula.operand)];
      case 'until':
        return [postpone(formula, formula.left), demand(formula.right)];
      case 'release':
        return [postpone(formula, formula.right), demand(formula.left, formula.right)];
    }
  }

  private close({ incoming, now, next }: Open): readonly Open[] {
    const key = `${[...now.keys()].sort().join(' ; ')} | ${[...next.keys()].sort().join(' ; ')}`;
    const known = this.nodes.get(key);
    if (known) {
      for (const each of incoming) known.incoming.add(each);
      return [];
    }
    if (this.nodes.size >= this.maximumStates) throw new AutomatonTooLargeError(this.maximumStates);
    const number = this.nodes.size;
    this.nodes.set(key, { number, incoming: new Set(incoming), now, next });
    return [{ incoming: new Set([number]), pending: [...next.values()], now: new Map(), next: new Map() }];
  }

  private automaton(): BuchiAutomaton {
    const nodes = [...this.nodes.values()];
    const promises = new Map(
      nodes.flatMap(({ now }) =>
        [...now].flatMap(([key, formula]) =>
          formula.kind === 'until' ? [[key, keyOf(formula.right)] as const] : [],
        ),
      ),
    );
    const untils = [...promises];
    return {
      states: nodes.map(({ number, now }) => ({
        literals: [...now.values()].flatMap((each) =>
          each.kind === 'literal' ? [{ atom: each.atom, positive: each.positive }] : [],
        ),
        successors: nodes.filter(({ incoming }) => incoming.has(number)).map((each) => each.number),
        // In the set of a promise are the nodes that made none, or keep it here.
        acceptance: new Set(
          untils.flatMap(([until, kept], index) => (!now.has(until) || now.has(kept) ? [index] : [])),
        ),
      })),
      initial: nodes.filter(({ incoming }) => incoming.has(source)).map(({ number }) => number),
      acceptanceSets: untils.length,
    };
  }
}
