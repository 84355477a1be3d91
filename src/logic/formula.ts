/**
 * A formula of linear temporal logic over named atoms (Baier and Katoen, *Principles of Model Checking*, ch. 5).
 * `weak-until` is `until` without the promise that the second operand ever comes true.
 */
export type Formula =
  | { readonly kind: 'true' | 'false' }
  | { readonly kind: 'atom'; readonly name: string }
  | { readonly kind: UnaryOperator; readonly operand: Formula }
  | { readonly kind: BinaryOperator; readonly left: Formula; readonly right: Formula };

export type UnaryOperator = 'not' | 'next' | 'eventually' | 'always';
export type BinaryOperator = 'and' | 'or' | 'implies' | 'equivalent' | 'until' | 'weak-until' | 'release';

/** How an operator is written, and how strongly it binds: the higher, the closer. */
export const operators: Readonly<
  Record<UnaryOperator | BinaryOperator, { readonly symbol: string; readonly precedence: number }>
> = {
  equivalent: { symbol: '<->', precedence: 1 },
  implies: { symbol: '->', precedence: 2 },
  or: { symbol: '||', precedence: 3 },
  and: { symbol: '&&', precedence: 4 },
  until: { symbol: 'U', precedence: 5 },
  'weak-until': { symbol: 'W', precedence: 5 },
  release: { symbol: 'R', precedence: 5 },
  not: { symbol: '!', precedence: 6 },
  next: { symbol: 'X', precedence: 6 },
  eventually: { symbol: '<>', precedence: 6 },
  always: { symbol: '[]', precedence: 6 },
};

/** The names of the atoms of a formula, each once. */
export function atomsOf(formula: Formula): readonly string[] {
  switch (formula.kind) {
    case 'true':
    case 'false':
      return [];
    case 'atom':
      return [formula.name];
    case 'not':
    case 'next':
    case 'eventually':
    case 'always':
      return atomsOf(formula.operand);
    default:
      return [...new Set([...atomsOf(formula.left), ...atomsOf(formula.right)])];
  }
}

/** The formula as it is written, with no more parentheses than it needs. */
export function printFormula(formula: Formula): string {
  switch (formula.kind) {
    case 'true':
    case 'false':
      return formula.kind;
    case 'atom':
      return formula.name;
    case 'not':
    case 'next':
    case 'eventually':
    case 'always': {
      const { symbol, precedence } = operators[formula.kind];
      const space = formula.kind === 'not' ? '' : ' ';
      return `${symbol}${space}${parenthesise(formula.operand, precedence)}`;
    }
    default: {
      const { symbol, precedence } = operators[formula.kind];
      // All binary operators group to the right.
      return `${parenthesise(formula.left, precedence + 1)} ${symbol} ${parenthesise(formula.right, precedence)}`;
    }
  }
}

/** In parentheses unless it binds at least as closely as `least`. */
function parenthesise(formula: Formula, least: number): string {
  const text = printFormula(formula);
  return precedenceOf(formula) >= least ? text : `(${text})`;
}

function precedenceOf(formula: Formula): number {
  const isSimple = formula.kind === 'true' || formula.kind === 'false' || formula.kind === 'atom';
  return isSimple ? Number.POSITIVE_INFINITY : operators[formula.kind].precedence;
}
