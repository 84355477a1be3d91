import type { Expression } from '../../system/index.js';
import type { Analysis } from '../search/state-graph.js';

/** What a search is to find out about a system. All but the analyses is decided in one pass over the states. */
export interface Requirements<Finding = unknown> {
  /** State properties. Assertions of the system's steps are always checked, under the names they give. */
  readonly invariants: readonly Invariant[];
  /** Conditions of which it is to be known whether any reachable state satisfies them. */
  readonly goals: readonly Expression<boolean>[];
  /**
   * Asks whether any process of this role can get stuck: blocked, not at an end, and so in every future. The path to
   * it goes on until nobody else can get stuck.
   */
  readonly deadlock?: { readonly property: string; readonly role: string };
  /** What is asked about the graph of all reachable states. */
  readonly analyses?: readonly Analysis<Finding>[];
}

/** Violated by every reachable state in which `holds` is false. */
export interface Invariant {
  readonly property: string;
  readonly holds: Expression<boolean>;
}
