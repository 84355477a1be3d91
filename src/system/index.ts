/** The language of transition systems, and its reference semantics on Immutable.js. */
export * from './define-system.js';
export * from './evaluate.js';
export * from './expression.js';
export * from './fairness.js';
export * from './graph.js';
export * from './lookup.js';
export * from './mentions.js';
export * from './sort.js';
export * from './state.js';
export * from './state-variable.js';
export * from './step.js';
export * from './system.js';
export * from './variable.js';
