import {
  type Possibility,
  parseFormula,
  type Quantity,
  type TemporalProperty,
  type Undemanding,
} from '../logic/index.js';
import type { Arithmetic, Statement, StatementOf } from '../scenario/index.js';
import type { Assignment, Expression, ProcessReference, Variable } from '../system/index.js';
import type { AtomicSection } from './atomic-sections.js';
import type { CodeStates } from './code-states.js';
import type { Mechanism } from './mechanism-rules.js';
import type { ObjectUse } from './object-uses.js';
import type { TaskLabel } from './vocabulary.js';

/**
 * A property of the runs of a patched workload. One file of `properties/` each, made by {@link safety},
 * {@link liveness}, {@link branching} or {@link quantity}.
 */
export type Property = SafetyProperty | LivenessProperty | BranchingProperty | QuantityProperty;

export type PropertyKind = Property['kind'];

/**
 * What a violation means to whoever ships the patch, worst first: *harm* to the kernel (a deadlock, wrong data, freed code),
 * a *mixture* of old and new code, which is harm only to a patch that cannot stand it, *progress* that a transition or a task
 * does not make, and *cost*.
 */
export const severities = ['harm', 'mixture', 'progress', 'cost'] as const;
export type Severity = (typeof severities)[number];

/** A safety property is of harm unless it says otherwise; what is asked of infinite runs is of progress, a quantity of cost. */
export function severityOf(property: Property): Severity {
  if (property.severity) return property.severity;
  switch (property.kind) {
    case 'safety':
      return 'harm';
    case 'liveness':
    case 'branching':
      return 'progress';
    case 'quantity':
      return 'cost';
  }
}

/** Something bad never happens. */
export interface SafetyProperty extends Described<SafetyObserver> {
  readonly kind: 'safety';
}

/** In every infinite run that is fair, something good happens. */
export interface LivenessProperty extends Described<LivenessObserver> {
  readonly kind: 'liveness';
}

/** Something always stays possible. */
export interface BranchingProperty extends Described<BranchingObserver> {
  readonly kind: 'branching';
}

/** How much it takes. */
export interface QuantityProperty extends Described<QuantityObserver> {
  readonly kind: 'quantity';
}

interface Described<Observer> {
  /** No two properties that are checked together have the same. */
  readonly name: string;
  /** The sentence that defines it: "… holds when"; for a quantity, what is counted. */
  readonly summary: string;
  /** Where it is not what {@link severityOf} says of its kind. */
  readonly severity?: Severity;
  observe(facts: Facts): Observer;
}

export function safety(property: Described<SafetyObserver>): SafetyProperty {
  return { kind: 'safety', ...property };
}

export function liveness(property: Described<LivenessObserver>): LivenessProperty {
  return { kind: 'liveness', ...property };
}

export function branching(property: Described<BranchingObserver>): BranchingProperty {
  return { kind: 'branching', ...property };
}

export function quantity(property: Described<QuantityObserver>): QuantityProperty {
  return { kind: 'quantity', ...property };
}

/** What a property may ask about the scenario and the mechanism. */
export interface Facts {
  /** Names of the patched functions. */
  readonly patchedFunctions: readonly string[];
  readonly locks: readonly string[];
  /** True while `task` holds a lock, if only to read. */
  holds(lock: string, task: ProcessReference): Expression<boolean>;
  /** True while `task` wants a lock. */
  wants(lock: string, task: ProcessReference): Expression<boolean>;
  /** What must be so where tasks use locks. */
  readonly lockUses: readonly LockUse[];
  /** The sections that the scenario has in which a task must not sleep, by their kinds. */
  readonly atomicSections: readonly AtomicSection[];
  /** Whether there is anything for which a task must not sleep. */
  readonly isEverAtomic: boolean;
  /** True while `task` must not sleep. */
  isAtomic(task: ProcessReference): Expression<boolean>;
  /** The names of the interrupts and timers. */
  readonly interrupts: readonly string[];
  /** True while `interrupt` runs on top of `task`. */
  isOnTopOf(interrupt: ProcessReference, task: ProcessReference): Expression<boolean>;
  /** What the bodies claim where they stand: the assertions, and that counters stay in their ranges. */
  readonly claims: readonly Claim[];
  /** What the bodies do with objects where they stand. */
  readonly objectUses: readonly ObjectUse[];
  /** The code of modules, by what a task is labelled with that is in it, and when it is not in memory. */
  readonly moduleCode: readonly { readonly label: TaskLabel; readonly isFreed: Expression<boolean> }[];
  /** True while an event is there that nobody has taken. */
  isPending(event: string): Expression<boolean>;
  /** What data holds; of data that each task has, that of `task`. */
  dataOf(name: string, task: ProcessReference): Expression;
  readonly codeStates: CodeStates;
  readonly rules: Mechanism;
}

/** What must be so of a task where it stands at a location with that label. */
export interface LockUse {
  readonly label: TaskLabel;
  isRight(task: ProcessReference): Expression<boolean>;
}

/** A statement that relies on something: that a condition is true, that a counter stays in its range. */
export type ClaimingStatement =
  | StatementOf<'assert' | 'increment' | 'decrement' | 'complete'>
  | (StatementOf<'set'> & { readonly value: Arithmetic });

export function isClaiming(statement: Statement): statement is ClaimingStatement {
  const { kind } = statement;
  return (
    kind === 'assert' ||
    kind === 'increment' ||
    kind === 'decrement' ||
    kind === 'complete' ||
    (kind === 'set' && statement.value.kind === 'arithmetic')
  );
}

/** A condition that has to be true whenever a task stands at a location with that label. */
export interface Claim {
  readonly label: `claims ${string}`;
  readonly statement: ClaimingStatement;
  condition(task: ProcessReference): Expression<boolean>;
}

/**
 * A small automaton that runs beside the tasks, and remembers what it must in variables of its own. It never keeps a
 * task from taking a step.
 */
export interface ObserverAutomaton {
  readonly variables?: readonly Variable[];
  /** What it notes at each call of a patched function by `thisTask`, once it is known which version is entered. */
  onCall?(version: string, functionName: string): readonly Assignment[];
  /** When `thisTask` enters or leaves the kernel, or passes a safe point: a traversal of the kernel ends. */
  onTraversalEnd?(): readonly Assignment[];
  /**
   * What some reachable state must satisfy, lest the property hold because nothing could happen. That somebody runs
   * new code is asked of every safety property, and of any that has no premise.
   */
  readonly premise?: Premise;
}

/** What is bad; several are bad each by itself. */
interface SafetyQuestions {
  /** True in every state that is not bad. */
  readonly invariant: Expression<boolean>;
  /** True at every call of a patched function by `thisTask` that is not bad, before anything is noted of it. */
  assertAtCall(version: string, functionName: string): Expression<boolean>;
  /** It is bad that a task gets stuck for ever. */
  readonly deadlock: true;
}

export type SafetyObserver = ObserverAutomaton & AtLeastOne<SafetyQuestions>;

/*
 * The others are asked for some tasks: of those that nothing tells apart, one, for what is true of it is true of all. What
 * asks for nothing, because the scenario has nothing to ask about, holds vacuously.
 */

export interface LivenessObserver extends ObserverAutomaton {
  /** What every fair run satisfies. */
  formulas(tasks: readonly ProcessReference[]): readonly StatedFormula[];
}

/** A formula; and without what it demands, where no state can tell whether it holds vacuously. */
export interface StatedFormula extends TemporalProperty {
  readonly undemanding?: Undemanding;
}

export interface BranchingObserver extends ObserverAutomaton {
  /** What must always stay possible. */
  possibilities(tasks: readonly ProcessReference[]): readonly Possibility[];
}

export interface QuantityObserver extends ObserverAutomaton {
  /** What is counted. The worst of them is told. */
  quantities(tasks: readonly ProcessReference[]): readonly Quantity[];
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

type AtLeastOne<T> = { [Key in keyof T]: Pick<T, Key> & Partial<T> }[keyof T];
