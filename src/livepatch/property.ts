import type { Assignment, Expression, ProcessReference, Variable } from '../system/index.js';
import type { Rules } from './model.js';
import type { Version } from './vocabulary.js';

/** A safety property of the runs of a patched workload. One file of `properties/` each. */
export interface SafetyProperty {
  readonly name: string;
  /** The sentence that defines it: "… holds when". */
  readonly summary: string;
  observe(facts: Facts): Observer;
}

/** What a property may ask about the scenario and the mechanism. */
export interface Facts {
  /** Names of the patched functions. */
  readonly patchedFunctions: readonly string[];
  readonly locks: readonly string[];
  /** The task that holds a lock. */
  ownerOf(lock: string): Expression<string>;
  /** What the bodies claim where they stand: the assertions, and that counters stay in their ranges. */
  readonly claims: readonly Claim[];
  readonly rules: Rules;
}

/** A condition that has to be true whenever a task stands at a location with that label. */
export interface Claim {
  readonly label: string;
  condition(task: ProcessReference): Expression<boolean>;
}

/**
 * A small automaton that runs beside the tasks: it remembers what it must in variables of its own, and a run is bad
 * when an assertion fails at a step, or the invariant in a state. It never keeps a task from taking a step.
 */
export interface Observer {
  readonly variables?: readonly Variable[];
  /** At each call of a patched function by `thisTask`, once it is known which version is entered. */
  onCall?(version: Version): Observation;
  /** When `thisTask` enters or leaves the kernel, or passes a safe point: a traversal of the kernel ends. */
  onTraversalEnd?(): readonly Assignment[];
  readonly invariant?: Expression<boolean>;
  /** True for the property that no task gets stuck for ever. */
  readonly deadlock?: boolean;
  /**
   * What some reachable state must satisfy, lest the property hold because nothing could happen. That somebody runs
   * new code is asked of every property, and need not be said.
   */
  readonly premise?: Premise;
}

export interface Observation {
  /** True of every call that is not itself a violation. */
  readonly assert?: Expression<boolean>;
  readonly set?: readonly Assignment[];
}

export interface Premise {
  readonly condition: Expression<boolean>;
  /** What is to be said when it never comes true: "no lock is ever used". */
  readonly otherwise: string;
}
