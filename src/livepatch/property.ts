import { type Possibility, parseFormula, type Quantity, type TemporalProperty } from '../logic/index.js';
import type { Assignment, Expression, ProcessReference, Variable } from '../system/index.js';
import type { Rules } from './model.js';
import type { Version } from './vocabulary.js';

/**
 * What kind of question a property is. `safety`: something bad never happens. `liveness`: in every infinite run that is
 * fair, something good does. `branching`: something always stays possible. `quantity`: how much it takes.
 */
export type PropertyKind = 'safety' | 'liveness' | 'branching' | 'quantity';

/** A property of the runs of a patched workload. One file of `properties/` each. */
export interface Property {
  readonly name: string;
  readonly kind: PropertyKind;
  /** The sentence that defines it: "… holds when"; for a quantity, what is counted. */
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
  /** True while an event is there that nobody has taken. */
  isPending(event: string): Expression<boolean>;
  /** What data holds; of data that each task has, that of `task`. */
  dataOf(name: string, task: ProcessReference): Expression;
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
   * For a liveness property: formulas that every fair run satisfies.
   *
   * @param tasks of those that nothing tells apart, one: what is asked of it is asked of all
   */
  formulas?(tasks: readonly ProcessReference[]): readonly TemporalProperty[];
  /** For a branching property: what must always stay possible. */
  possibilities?(tasks: readonly ProcessReference[]): readonly Possibility[];
  /** For a quantity: what is counted. The worst of them is told. */
  quantities?(tasks: readonly ProcessReference[]): readonly Quantity[];
  /**
   * What some reachable state must satisfy, lest the property hold because nothing could happen. That somebody runs
   * new code is asked of every safety property, and need not be said.
   */
  readonly premise?: Premise;
}

export interface Observation {
  /** True of every call that is not itself a violation. */
  readonly assert?: Expression<boolean>;
  readonly set?: readonly Assignment[];
}

/**
 * A formula of linear temporal logic with the meaning of its atoms.
 *
 * @throws Error when the text is no formula
 */
export function temporal(
  text: string,
  atoms: Readonly<Record<string, Expression<boolean>>>,
): TemporalProperty {
  const parsed = parseFormula(text);
  if (!parsed.ok) throw new Error(`'${text}', column ${parsed.error.column}: ${parsed.error.message}`);
  return { formula: parsed.formula, atoms: new Map(Object.entries(atoms)) };
}

/** The premise of a property of transitions. */
export function transitionBegins(inTransition: Expression<boolean>): Premise {
  return { condition: inTransition, otherwise: 'no transition ever begins' };
}

export interface Premise {
  readonly condition: Expression<boolean>;
  /** What is to be said when it never comes true: "no lock is ever used". */
  readonly otherwise: string;
}
