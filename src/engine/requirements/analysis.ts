import type { Expression } from '../../system/index.js';
import type { StateGraph, StatePredicate } from './state-graph.js';

/** A question about all reachable states and transitions, asked when they are known. */
export interface Analysis<Answer> {
  /** The state predicates that it needs; they are compiled with the system. */
  readonly conditions: readonly Expression<boolean>[];
  /** Present where it asks of no transition: where nothing else does either, they are left out of the graph. */
  readonly asksOfStatesAlone?: true;
  /**
   * Answers it. Yields now and then, so that the caller can pause or stop it.
   *
   * @param predicates the compiled conditions, in their order
   * @throws MemoryExhaustedError when it needs more than there is
   */
  run(graph: StateGraph, predicates: readonly StatePredicate[]): Generator<void, Answer>;
}
