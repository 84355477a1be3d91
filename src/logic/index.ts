/**
 * What can be asked about the infinite runs of a system: linear temporal logic under fairness, what stays possible, and
 * how much it takes in the worst case.
 */
export { AutomatonTooLargeError, type BuchiAutomaton, type BuchiState, toBuchi } from './buchi.js';
export { type LassoWord, satisfies } from './evaluate-lasso.js';
export { atomsOf, type BinaryOperator, type Formula, printFormula, type UnaryOperator } from './formula.js';
export { FormulaCheck, type TemporalProperty, TooManyAtomsError } from './formula-check.js';
export type { Lasso } from './lasso.js';
export { QuantityCheck } from './measurement.js';
export { type FormulaError, type ParsedFormula, parseFormula } from './parse.js';
export { type DeadEnd, mayTake, type Possibility, PossibilityCheck } from './possibility-check.js';
export { itEnds, type Measurement, type Quantity, type Unit } from './quantity.js';
export { type Satisfaction, type Undemanding, undemanding, VacuityCheck } from './vacuity.js';
