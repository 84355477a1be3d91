import type { Expression } from '../../system/index.js';
import type { Analysis } from './analysis.js';

/** What a search is to find out about a system. All but the analyses is decided in one pass over the states. */
export interface Requirements<Answer = unknown> {
  /** State properties. Assertions of the system's steps are always checked, under the names they give. */
  readonly invariants: readonly Invariant[];
  /** By name: conditions of which it is to be known whether any reachable state satisfies them. */
  readonly goals: ReadonlyMap<string, Expression<boolean>>;
  /**
   * Asks whether any process of this role can get stuck: blocked, not at an end, and so in every future. The path to
   * it goes on until no other process can get stuck. It violates each of these properties.
   */
  readonly deadlock?: { readonly properties: readonly string[]; readonly role: string };
  /** By name: what is asked about the graph of all reachable states. */
  readonly analyses?: ReadonlyMap<string, Analysis<Answer>>;
}

/** Violated by every reachable state in which `holds` is false. */
export interface Invariant {
  readonly property: string;
  readonly holds: Expression<boolean>;
}
