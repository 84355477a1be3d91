import type { Formula } from './formula.js';

/** A formula in negation normal form: negation stands before atoms only, and few operators are left. */
export type NormalForm =
  | { readonly kind: 'true' | 'false' }
  | { readonly kind: 'literal'; readonly atom: string; readonly positive: boolean }
  | { readonly kind: 'and' | 'or'; readonly left: NormalForm; readonly right: NormalForm }
  | { readonly kind: 'until' | 'release'; readonly left: NormalForm; readonly right: NormalForm }
  | { readonly kind: 'next'; readonly operand: NormalForm };

const truth: NormalForm = { kind: 'true' };
const falsehood: NormalForm = { kind: 'false' };

/** An equivalent formula in negation normal form; of the negation when not `positive`. */
export function toNormalForm(formula: Formula, positive = true): NormalForm {
  const same = (operand: Formula): NormalForm => toNormalForm(operand, positive);
  const opposite = (operand: Formula): NormalForm => toNormalForm(operand, !positive);
  switch (formula.kind) {
    case 'true':
    case 'false':
      return (formula.kind === 'true') === positive ? truth : falsehood;
    case 'atom':
      return { kind: 'literal', atom: formula.name, positive };
    case 'not':
      return opposite(formula.operand);
    case 'next':
      return { kind: 'next', operand: same(formula.operand) };
    case 'eventually':
      return positive
        ? { kind: 'until', left: truth, right: same(formula.operand) }
        : { kind: 'release', left: falsehood, right: same(formula.operand) };
    case 'always':
      return positive
        ? { kind: 'release', left: falsehood, right: same(formula.operand) }
        : { kind: 'until', left: truth, right: same(formula.operand) };
    case 'and':
    case 'or':
      return {
        kind: (formula.kind === 'and') === positive ? 'and' : 'or',
        left: same(formula.left),
        right: same(formula.right),
      };
    case 'implies':
      return { kind: positive ? 'or' : 'and', left: opposite(formula.left), right: same(formula.right) };
    case 'equivalent':
      return {
        kind: 'or',
        left: { kind: 'and', left: same(formula.left), right: toNormalForm(formula.right) },
        right: { kind: 'and', left: opposite(formula.left), right: toNormalForm(formula.right, false) },
      };
    case 'until':
    case 'release':
      return {
        kind: (formula.kind === 'until') === positive ? 'until' : 'release',
        left: same(formula.left),
        right: same(formula.right),
      };
    case 'weak-until':
      // a W b is b R (a || b); its negation is !b U (!a && !b).
      return {
        kind: positive ? 'release' : 'until',
        left: same(formula.right),
        right: { kind: positive ? 'or' : 'and', left: same(formula.left), right: same(formula.right) },
      };
  }
}

/** Equal formulas have equal keys. */
export function keyOf(formula: NormalForm): string {
  switch (formula.kind) {
    case 'true':
    case 'false':
      return formula.kind;
    case 'literal':
      return formula.positive ? formula.atom : `!${formula.atom}`;
    case 'next':
      return `X(${keyOf(formula.operand)})`;
    default:
      return `${formula.kind}(${keyOf(formula.left)}, ${keyOf(formula.right)})`;
  }
}
