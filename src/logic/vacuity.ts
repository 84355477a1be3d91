import type { Analysis, StateGraph, StatePredicate } from '../engine/index.js';
import type { Expression } from '../system/index.js';
import type { Formula } from './formula.js';
import { FormulaCheck, type TemporalProperty } from './formula-check.js';
import type { Lasso } from './lasso.js';

/** A formula without what it demands, and what that is. */
export interface Undemanding {
  /** The formula with `false` in the place of each demand. */
  readonly formula: Formula;
  readonly demands: readonly Formula[];
}

/**
 * A formula that demands something where something else is true, with `false` in the place of what it demands; undefined
 * for one that is no such formula. Its demands are the right sides of the implications that it always makes: of `[] (p -> q)`
 * and of `[] (p -> X q)` what follows the arrow, of nested ones, what follows the last; of a conjunction, those of all
 * its parts together, for one part that says nothing does not make the whole say nothing.
 *
 * A demand stands where it is positive, so this is the strongest of all formulas that have something else in its place. If
 * even that holds, the formula holds whatever it demands: vacuously, in the sense of Beer, Ben-David, Eisner and
 * Rodeh, "Efficient detection of vacuity in temporal model checking" (FMSD 2001), whose important subformulas the demands are.
 */
export function undemanding(formula: Formula): Undemanding | undefined {
  switch (formula.kind) {
    case 'always':
    case 'next': {
      const inner = undemanding(formula.operand);
      return inner && { ...inner, formula: { ...formula, operand: inner.formula } };
    }
    case 'and': {
      const [left, right] = [undemanding(formula.left), undemanding(formula.right)];
      return (
        left &&
        right && {
          formula: { ...formula, left: left.formula, right: right.formula },
          demands: [...left.demands, ...right.demands],
        }
      );
    }
    case 'implies': {
      const right = undemanding(formula.right) ?? { formula: { kind: 'false' }, demands: [formula.right] };
      return { ...right, formula: { ...formula, right: right.formula } };
    }
    default:
      return undefined;
  }
}

/** Whether every fair run satisfies a formula, and if so, whether vacuously. */
export interface Satisfaction {
  /** A run that does not. */
  readonly lasso?: Lasso;
  /** What the formula demands, where it would hold whatever that were. */
  readonly irrelevant?: readonly Formula[];
  /** Where it would not hold without what it demands, if that is asked: a run that shows it. */
  readonly needed?: Lasso;
}

/** Checks a formula, and where it holds, what is left of it without its demands. */
export class VacuityCheck implements Analysis<Satisfaction> {
  readonly conditions: readonly Expression<boolean>[];
  private readonly itself: FormulaCheck;
  private readonly rest: FormulaCheck;
  private readonly demands: readonly Formula[];

  /** @throws AutomatonTooLargeError, TooManyAtomsError as for the formula itself */
  constructor(property: TemporalProperty, { formula, demands }: Undemanding) {
    this.itself = new FormulaCheck(property);
    this.rest = new FormulaCheck({ ...property, formula }, { lasso: 'any' });
    this.demands = demands;
    this.conditions = [...this.itself.conditions, ...this.rest.conditions];
  }

  *run(graph: StateGraph, predicates: readonly StatePredicate[]): Generator<void, Satisfaction> {
    const count = this.itself.conditions.length;
    const lasso = yield* this.itself.run(graph, predicates.slice(0, count));
    if (lasso) return { lasso };
    const needed = yield* this.rest.run(graph, predicates.slice(count));
    return needed ? { needed } : { irrelevant: this.demands };
  }
}
