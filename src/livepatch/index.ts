/** The vocabulary of live patching: what a consistency model and a property are, and how both meet a scenario. */

export { type Composition, compose } from './compose.js';
export * from './model.js';
export * from './property.js';
export { type ExecutedStatement, TooManyLocationsError } from './task-graph.js';
export * from './vocabulary.js';
