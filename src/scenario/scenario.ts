import type { Formula } from '../logic/index.js';
import type { expectedVerdicts } from './schema.js';

/**
 * A scenario whose every name has been looked up: a workload, a patch for it, and the verdicts that are expected.
 * Immutable; made by `parseScenario` only, so what refers to a function, a lock or an event refers to one that exists.
 */
export interface Scenario {
  readonly name: string;
  readonly summary: string;
  readonly source?: string;
  /** The file it was read from, as it was named. */
  readonly file: string;
  readonly locks: readonly string[];
  readonly data: readonly DataDeclaration[];
  readonly events: readonly string[];
  readonly functions: readonly FunctionDeclaration[];
  readonly syscalls: readonly SyscallDeclaration[];
  readonly tasks: readonly TaskDeclaration[];
  readonly patch: {
    /** The patched functions, in the order in which the patch lists them. */
    readonly functions: readonly string[];
    readonly removed: boolean;
    /** Whether the transition may be reversed before it is finished. */
    readonly reversed: boolean;
  };
  /** What the author asks of the infinite runs, besides the properties that come with klpcheck. */
  readonly formulas: readonly FormulaDeclaration[];
  /** What the author assumes of the infinite runs, besides what is always assumed. */
  readonly fairness: readonly FairnessAssumption[];
  readonly expectations: readonly Expectation[];
}

/** A formula of linear temporal logic, by a name of its own. */
export interface FormulaDeclaration {
  readonly name: string;
  readonly text: string;
  readonly formula: Formula;
  /** What each atom of the formula says, by the text of the atom. */
  readonly atoms: ReadonlyMap<string, Atom>;
  readonly source: Source;
}

/** Something that is true or false of a state. `task` is the name of one process: `writer`, or `writer.2`. */
export type Atom =
  | { readonly kind: 'in-transition' }
  | { readonly kind: TaskAtom; readonly task: string }
  /** A body of that version of a patched function is on the stack; of any of them, when none is named. */
  | { readonly kind: 'inside-old' | 'inside-new'; readonly task: string; readonly function?: string }
  | { readonly kind: 'holds' | 'waits-for'; readonly task: string; readonly lock: string }
  | { readonly kind: 'pending'; readonly event: string }
  /** `task` is there for data that each task has of its own. */
  | { readonly kind: 'is'; readonly data: string; readonly value: string | number; readonly task?: string };

export type TaskAtom = (typeof taskAtoms)[number];

/** What an atom can say of a task alone. `awaited`: the transition waits for it. */
export const taskAtoms = [
  'running',
  'sleeping',
  'in-kernel',
  'in-user-space',
  'held',
  'awaited',
  'exited',
] as const;

/** Steps that are taken again and again, if they are there all the time (weak) or again and again (strong). */
export interface FairnessAssumption {
  readonly strength: 'weak' | 'strong';
  /** The name of a declaration of tasks, each of which is meant by itself, or `patcher`. */
  readonly process: string;
  /** Which steps of it; all of them when absent. */
  readonly steps?: string;
  readonly source: Source;
}

/** A place in a scenario file; lines and columns count from 1. */
export interface Source {
  readonly line: number;
  readonly column: number;
}

export interface DataDeclaration {
  readonly name: string;
  /** Either names, or the integers of a range. */
  readonly values: DataValues;
  readonly initial: string | number;
  /** Whether each task has its own. */
  readonly perTask: boolean;
}

export type DataValues =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'range'; readonly low: number; readonly high: number };

export type FunctionDeclaration =
  | { readonly kind: 'unpatched'; readonly name: string; readonly body: Body }
  | {
      readonly kind: 'patched';
      readonly name: string;
      readonly old: Body;
      readonly new: Body;
      /** How a call of it is written, before and after, where the patch changes that. */
      readonly signature?: { readonly old: string; readonly new: string };
    };

export interface SyscallDeclaration {
  readonly name: string;
  readonly body: Body;
}

export type Body = readonly Statement[];

export type TaskDeclaration = { readonly name: string; readonly count: number; readonly source: Source } & (
  | { readonly kind: 'user'; readonly runs: readonly string[]; readonly repeat: 'forever' | 'once' }
  | { readonly kind: 'kthread'; readonly body: Body }
  /** With a timer, it is interrupted now and then. */
  | { readonly kind: 'cpu-hog'; readonly timer: boolean }
  /** `signals` names the declarations of the tasks that it signals. */
  | { readonly kind: 'signaller'; readonly signals: readonly string[] }
);

export type Statement = { readonly source: Source } & (
  | { readonly kind: 'call'; readonly function: string; readonly onSignal: Body }
  | { readonly kind: 'lock' | 'unlock'; readonly lock: string }
  | { readonly kind: 'trylock'; readonly lock: string; readonly taken: Body; readonly busy: Body }
  | { readonly kind: 'sleep'; readonly interruptible: boolean; readonly onSignal: Body }
  | {
      readonly kind: 'wait';
      readonly event: string;
      readonly interruptible: boolean;
      /** Whether the loop of a kernel thread that it stands for passes no safe point, though the loop around it has one. */
      readonly withoutSafePoint: boolean;
      readonly onSignal: Body;
    }
  | { readonly kind: 'wake'; readonly event: string }
  | { readonly kind: 'set'; readonly data: string; readonly value: DataOperand }
  | { readonly kind: 'increment' | 'decrement'; readonly data: string }
  | { readonly kind: 'assert'; readonly condition: Condition }
  | { readonly kind: 'if'; readonly condition: Condition; readonly whenTrue: Body; readonly whenFalse: Body }
  | { readonly kind: 'either'; readonly branches: readonly Body[] }
  | { readonly kind: 'loop' | 'forever'; readonly body: Body }
  | { readonly kind: 'safe-point' | 'return' }
);

export interface Condition {
  readonly data: string;
  readonly negated: boolean;
  readonly operand: DataOperand;
}

/** A value, or what other data with the same values holds. */
export type DataOperand =
  | { readonly kind: 'value'; readonly value: string | number }
  | { readonly kind: 'data'; readonly data: string };

/** What is right for a model and a property or quantity; either may be `others`: all that the scenario does not name. */
export interface Expectation {
  readonly model: string;
  readonly property: string;
  readonly verdict: ExpectedVerdict;
  readonly source: Source;
}

/** Of a property, a word; of a quantity, how much it takes. */
export type ExpectedVerdict = (typeof expectedVerdicts)[number] | MeasuredText;

/** The worst case, or the best and the worst one, as decimal numbers without leading zeros: `17`, `2..9`. */
export type MeasuredText = `${number}` | 'unbounded' | `${number}..${number}` | `${number}..unbounded`;

/** The statement as it would be written in a scenario file, on one line and without what is nested in it. */
export function printStatement(statement: Statement): string {
  switch (statement.kind) {
    case 'call':
      return `call ${statement.function}`;
    case 'lock':
    case 'unlock':
    case 'trylock':
      return `${statement.kind} ${statement.lock}`;
    case 'sleep':
      return statement.interruptible ? 'sleep' : 'sleep uninterruptible';
    case 'wait':
      return `wait ${statement.event}${statement.interruptible ? '' : ' uninterruptible'}${statement.withoutSafePoint ? ' without-safe-point' : ''}`;
    case 'wake':
      return `wake ${statement.event}`;
    case 'set':
      return `set ${statement.data} ${printOperand(statement.value)}`;
    case 'increment':
    case 'decrement':
      return `${statement.kind} ${statement.data}`;
    case 'assert':
    case 'if':
      return `${statement.kind} ${printCondition(statement.condition)}`;
    case 'either':
    case 'loop':
    case 'forever':
    case 'safe-point':
    case 'return':
      return statement.kind;
  }
}

export function printCondition({ data, negated, operand }: Condition): string {
  return `${data} ${negated ? '!=' : '='} ${printOperand(operand)}`;
}

export function printOperand(operand: DataOperand): string {
  return operand.kind === 'value' ? String(operand.value) : operand.data;
}

/** Calls `visit` for each statement of a body, and for those nested in it, in the order in which they are written. */
export function visitStatements(body: Body, visit: (statement: Statement) => void): void {
  for (const statement of body) {
    visit(statement);
    for (const nested of nestedBodies(statement)) visitStatements(nested, visit);
  }
}

function nestedBodies(statement: Statement): readonly Body[] {
  switch (statement.kind) {
    case 'call':
    case 'sleep':
    case 'wait':
      return [statement.onSignal];
    case 'trylock':
      return [statement.taken, statement.busy];
    case 'if':
      return [statement.whenTrue, statement.whenFalse];
    case 'either':
      return statement.branches;
    case 'loop':
    case 'forever':
      return [statement.body];
    default:
      return [];
  }
}
