/** Systems in the languages of other checkers. */
export type { NamedFormula } from './claims.js';
export { ExportError } from './export-error.js';
export type { Surplus } from './head.js';
export { type ExportRequest, type PromelaModel, toPromela } from './promela.js';
