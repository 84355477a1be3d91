import type { Assignment, Edge } from '../../system/index.js';
import type { Bits } from './access.js';

/** By process index: a set of its locations. */
export type LocationSets = ReadonlyMap<number, Bits>;

/**
 * When all steps that a process has where it stands may be taken alone, before those of any other process: they are an
 * ample set (Peled; Baier and Katoen, ch. 8). That is so if they are independent of all that other processes may ever do
 * from where they stand now. One of several ways for that to be so.
 */
export interface AmpleCondition {
  /** Where other processes must stand. Those that are not here may stand anywhere. */
  readonly others: LocationSets;
  /** When the steps are invisible to predicates that are still open, wherever that takes more than the above. */
  readonly invisible: readonly {
    /** By their numbers: the invariants, then the goals, in the order of the requirements. */
    readonly predicates: readonly number[];
    /** Where other processes must stand besides; absent where the steps are visible wherever they stand. */
    readonly others?: LocationSets;
  }[];
  /** What must have the value already that steps would give it: then they do not change it. */
  readonly unchanged: readonly Assignment[];
  /** The steps that can be taken then, as far as can be told beforehand. */
  readonly edges: readonly Edge[];
  /**
   * The only one of them, if it can always be taken: then the process need not be seen here, unless an open predicate may
   * come true here. The run without this state differs from the one with it by stuttering only.
   */
  readonly onlyEdge?: Edge;
}

/** What is known of a location of a process. */
export interface AmpleLocation {
  readonly conditions: readonly AmpleCondition[];
  /** The predicates that may come true where a process stands here. */
  readonly visibleTo: readonly number[];
}

/** By process, by location. Absent where the steps of a location are never ample. */
export type AmpleSets = readonly (readonly (AmpleLocation | undefined)[])[];
