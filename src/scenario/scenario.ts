import type { Formula } from '../logic/index.js';
import type { Expectation } from './expectation.js';
import type { Lifecycle } from './lifecycle.js';
import type { CallbackName, EarlierPatch, ModuleDeclaration } from './patch.js';
import type { Body, Source } from './statement.js';

export * from './expectation.js';

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
  /** Besides what is declared as locks, those of objects, by the text of the path. */
  readonly locks: readonly LockDeclaration[];
  /** Besides what is declared as data, what is read and written through references, by the text of the path. */
  readonly data: readonly DataDeclaration[];
  readonly objects: readonly ObjectDeclaration[];
  readonly events: readonly string[];
  readonly completions: readonly string[];
  readonly functions: readonly FunctionDeclaration[];
  readonly modules: readonly ModuleDeclaration[];
  readonly syscalls: readonly SyscallDeclaration[];
  readonly work: readonly WorkDeclaration[];
  readonly tasks: readonly TaskDeclaration[];
  readonly patch: {
    /** The patched functions, in the order in which the patch lists them. */
    readonly functions: readonly string[];
    /** What becomes of an earlier patch, if the old bodies are those of one. */
    readonly earlier: EarlierPatch | undefined;
    readonly removed: boolean;
    /** Whether the transition may be reversed before it is finished. */
    readonly reversed: boolean;
    /** What the patcher runs besides, by when it does. */
    readonly callbacks: ReadonlyMap<CallbackName, Body>;
    /** The lock under which the patcher works, if the scenario has it among its own. */
    readonly mutex: string | undefined;
  };
  /** What becomes of several patches; absent where functions have an old and a new body, and `patch` says what becomes of the one. */
  readonly lifecycle?: Lifecycle;
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
  | { readonly [K in PatchAtom]: { readonly kind: K } }[PatchAtom]
  | { readonly kind: TaskAtom; readonly task: string }
  /** A body of that version of a patched function is on the stack; of any of them, when none is named. */
  | { readonly kind: 'inside'; readonly task: string; readonly function: string; readonly version: string }
  | { readonly kind: 'inside-old' | 'inside-new'; readonly task: string; readonly function?: string }
  | { readonly kind: 'holds' | 'waits-for'; readonly task: string; readonly lock: string }
  | { readonly kind: 'pending'; readonly event: string }
  /** `task` is there for data that each task has of its own. */
  | { readonly kind: 'is'; readonly data: string; readonly value: string | number; readonly task?: string };

/**
 * What an atom can say of the patch alone. Of the first three, one is true: no transition is under way, and the patch is in, or it is
 * not. `unloaded`: its code has been freed.
 */
export const patchAtoms = ['in-transition', 'patched', 'unpatched', 'unloaded'] as const;
export type PatchAtom = (typeof patchAtoms)[number];

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

/**
 * What a lock is in the kernel. A task that waits for a mutex, a semaphore or an rw-semaphore sleeps; one that waits for a spinlock
 * or an rwlock does not, nor may its owner.
 */
export const lockKinds = ['mutex', 'spinlock', 'semaphore', 'rw-semaphore', 'rwlock'] as const;
export type LockKind = (typeof lockKinds)[number];

export interface LockDeclaration {
  readonly name: string;
  readonly kind: LockKind;
  /** Of a semaphore, how many may have it at a time; of any other lock, 1. */
  readonly count: number;
  /** Whether, once somebody waits for it, only those that wait can get it: a semaphore is always so. */
  readonly handedOver: boolean;
  /** Present where it is that of an object, `sk->lock`: what it is taken through. */
  readonly path?: ObjectPath;
}

export interface DataDeclaration extends FieldDeclaration {
  /** Whether each task has its own. */
  readonly perTask: boolean;
  /** Present where it is part of an object, `sk->state`: what it is read and written through. */
  readonly path?: DataPath;
}

/** A variable with finitely many values: data of its own, or a part of each object of a kind. */
export interface FieldDeclaration {
  readonly name: string;
  readonly values: DataValues;
  readonly initial: string | number;
}

/** Names, the integers of a range, or the objects of a kind, of which a reference names one or none. */
export type DataValues =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'range'; readonly low: number; readonly high: number }
  | { readonly kind: 'reference'; readonly object: string };

/** How a function is called. */
export interface Signature {
  /** What only people read of it. */
  readonly text?: string;
  /** Each is data that each task has of its own, and is called `f.x`. */
  readonly parameters: readonly DataDeclaration[];
  /** The parts of objects that are come to by parameters: `f.sk->state`. */
  readonly paths: readonly DataDeclaration[];
  /** The values that it may return; absent where it returns none. */
  readonly returns?: PlainValues;
}

/** How each version is called. */
export type Signatures = ReadonlyMap<string, Signature>;

export type PlainValues = Exclude<DataValues, { readonly kind: 'reference' }>;

export type FunctionDeclaration =
  | {
      readonly kind: 'unpatched';
      readonly name: string;
      readonly body: Body;
      readonly signature: Signature;
    }
  | {
      readonly kind: 'patched';
      readonly name: string;
      /** By their names, the earliest first: `old` and `new`; or `original`, and the patches that bring others. */
      readonly versions: ReadonlyMap<string, Body>;
      readonly signatures: Signatures;
    };

/** A kind of objects, such as the sockets of a kernel: so many of them at once, all alike. */
export interface ObjectDeclaration {
  readonly name: string;
  /** How many there may be at a time. */
  readonly count: number;
  /** How many there are from the beginning. */
  readonly initially: number;
  /** With that of its reference count, if it is counted. */
  readonly fields: readonly FieldDeclaration[];
  readonly locks: readonly LockDeclaration[];
  /** What a patch may attach to an object, by its id: `klp_shadow_alloc()`. */
  readonly shadows: readonly FieldDeclaration[];
}

/** The field in which the references to an object are counted, where they are. */
export const referenceCount = 'refcount';

/** A part of the object that a reference names. */
export interface ObjectPath {
  /** The name of the data that is the reference. */
  readonly reference: string;
  readonly object: string;
  readonly part: string;
}

export interface DataPath extends ObjectPath {
  readonly kind: 'field' | 'shadow';
}

/** What a reference is that names no object, and what a shadow variable is that is not attached. */
export const noObject = 'none';

export interface SyscallDeclaration {
  readonly name: string;
  readonly body: Body;
}

/** A work item: what a worker does when it was queued. */
export interface WorkDeclaration {
  readonly name: string;
  readonly body: Body;
}

/** What runs on top of a task, between any two of its steps, while the task is on its CPU with interrupts on. */
export interface InterruptDeclaration {
  /** A timer comes only when it is armed, which it is no longer then. */
  readonly kind: 'interrupt' | 'timer';
  readonly body: Body;
  /** The declarations of the tasks that it may interrupt. */
  readonly on: readonly string[];
  /** How often it comes at most; without bound when absent. */
  readonly times?: number;
}

export type TaskDeclaration = { readonly name: string; readonly count: number; readonly source: Source } & (
  | { readonly kind: 'user'; readonly runs: readonly string[]; readonly repeat: 'forever' | 'once' }
  | { readonly kind: 'kthread'; readonly body: Body }
  /** With a timer, it is interrupted now and then. */
  | { readonly kind: 'cpu-hog'; readonly timer: boolean }
  /** `signals` names the declarations of the tasks that it signals. */
  | { readonly kind: 'signaller'; readonly signals: readonly string[] }
  /** Of a CPU: it runs where no other task does. The body is that of its loop, which may be empty. */
  | { readonly kind: 'idle'; readonly body: Body }
  /** A kernel thread that does whatever work item is queued. */
  | { readonly kind: 'worker' }
  | InterruptDeclaration
);
