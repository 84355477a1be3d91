/** What a search is to find out: state predicates, deadlocks, and questions about the whole graph. */
export type { Analysis } from './analysis.js';
export type { Invariant, Requirements } from './requirements.js';
export type { StateGraph, StatePredicate, StepKind } from './state-graph.js';
