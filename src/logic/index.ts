/** Linear temporal logic: formulas, their text, and the automata that accept what satisfies them. */
export { AutomatonTooLargeError, type BuchiAutomaton, type BuchiState, toBuchi } from './buchi.js';
export { atomsOf, type BinaryOperator, type Formula, printFormula, type UnaryOperator } from './formula.js';
export { type FormulaError, type ParsedFormula, parseFormula } from './parse.js';
