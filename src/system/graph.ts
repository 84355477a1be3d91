import type { Expression } from './expression.js';
import type { Assignment } from './variable.js';

/**
 * A program graph (Baier and Katoen, *Principles of Model Checking*, definition 2.13): locations, and edges
 * `guard : action`. The one addition is a choice, which makes an edge stand for one step for each process of a role.
 */
export interface ProgramGraph {
  readonly initial: string;
  readonly locations: readonly Location[];
  readonly edges: readonly Edge[];
}

export interface Location {
  readonly name: string;
  /** The atomic propositions that hold of a process while it stands here. */
  readonly labels: readonly string[];
  /** A process that stops here has come to a proper end; one that stops elsewhere is stuck. */
  readonly end?: boolean;
}

/** One atomic step: its guard is evaluated, and all its assignments take effect, at one instant. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly action: Action;
  readonly guard: Expression<boolean>;
  /** Simultaneous: every right-hand side is evaluated before the step. No two may assign the same variable. */
  readonly assignments: readonly Assignment[];
  /** The step is there once for each process that plays `role`, which guard and assignments know as `binder`. */
  readonly choice?: { readonly binder: string; readonly role: string };
  readonly assertions: readonly Assertion[];
}

/** A claim about every occurrence of a step: where the step is taken, `condition` was true just before it. */
export interface Assertion {
  /** The safety property that is violated when the claim is false. */
  readonly property: string;
  readonly condition: Expression<boolean>;
}

/** What a step is called in a trace. */
export interface Action {
  /** In it, `%` stands for the process that the step chooses or, where it chooses none, for its subject. */
  readonly name: string;
  readonly subject?: Subject;
  /** Where the step was written. */
  readonly source?: Source;
  /** Names by which fairness constraints and quantities speak of the step. */
  readonly tags: readonly string[];
}

/**
 * What a step is called: the name of its action, filled in.
 *
 * @param chosen the process that the step chooses, where it chooses one and that is known
 */
export function actionName({ name, subject }: Action, chosen = subject?.name): string {
  return chosen === undefined ? name : name.replace('%', () => chosen);
}

/** What a step is about: of those that are called alike, which one. */
export interface Subject {
  /** `function`, `signal`. */
  readonly kind: string;
  readonly name: string;
}

export interface Source {
  readonly line: number;
  readonly column: number;
}

/** A program graph that `count` identical processes run. */
export interface ProcessTemplate {
  readonly name: string;
  readonly count: number;
  /** Quantifiers, choices and per-process variables range over the processes of a role. */
  readonly roles: readonly string[];
  readonly graph: ProgramGraph;
}
