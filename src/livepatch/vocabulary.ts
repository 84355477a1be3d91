import {
  type Assignment,
  at,
  type Expression,
  exists,
  forall,
  forEach,
  not,
  or,
  type Process,
  type ProcessReference,
  type ProcessVariable,
  perProcess,
  type Sort,
  self,
  type Value,
} from '../system/index.js';
import type {
  acquires,
  acquiresToRead,
  declaredAs,
  forks,
  insideFunction,
  insideModule,
  queuesFor,
  queuesToRead,
  releases,
  releasesRead,
  Version,
  waitsFor,
  waitsUntil,
} from './task-labels.js';

export * from './task-labels.js';

/*
 * The words in which consistency models and properties speak of tasks. Where a task stands, and what is on its
 * stack, are labels of its location: a location is a call string with versions, so they cost nothing to look up.
 */

/** Played by everything that runs kernel code on its own account: user tasks, kernel threads, signallers. */
export const taskRole = 'task';
/** Played by the tasks that have a user space, and so take signals. */
export const userTaskRole = 'user task';

export const labels = {
  /** At the kernel boundary, on its user side. */
  userSpace: 'user space',
  exited: 'exited',
  /** In nobody's task list: not born yet, or released by its own exit, or gone. */
  unlisted: 'unlisted',
  unborn: 'unborn',
  /** Of the patcher, where it runs callbacks, wherever it stands: it is in no task list, for it is what walks over that. */
  mechanism: 'mechanism',
  /** In the body of a callback. */
  inCallback: 'in a callback',
  /** Wherever an interrupt stands: it is no task. */
  interrupt: 'interrupt',
  /** It has not come, or is over. */
  noInterrupt: 'no interrupt',
  /** About to go back to what it has interrupted. */
  endsInterrupt: 'ends an interrupt',
  /** In the loop of a worker, where it looks for work. */
  awaitsWork: 'waits for work',
  /** Wherever a kernel thread stands: it has no user space. */
  kernelThread: 'kernel thread',
  /** At a point of a kernel thread at which it may be switched or parked. */
  safePoint: 'safe point',
  asleep: 'asleep',
  /** A body of a patched function is on the stack: one as it was before any patch of the scenario, or one that a patch brings. */
  insideOld: 'inside old',
  insideNew: 'inside new',
  /** Several patched functions are on the stack. */
  nested: 'nested',
  /** About to call a patched function. */
  callsPatched: 'calls patched',
  /** With versions of functions on its stack that no code state has together. */
  mixed: 'mixed versions',
  /** In a body that began in one version, while its text is the other. */
  torn: 'torn',
  /** Just entered a body by a call that was written for another signature. */
  wrongSignature: 'wrong signature',
  /** Just entered a function of which the patch changes the signature. */
  changedSignature: 'changed signature',
  /** About to leave the kernel. */
  leavingKernel: 'leaving kernel',
  usesLock: 'uses a lock',
  waitsForLock: 'waits for a lock',
  /** Between two steps of a section in which it cannot be preempted. */
  preemptionOff: 'preemption off',
  /** At a lock, or at a wait for an event: another task may have to act first. */
  mayWait: 'may wait',
  claims: 'claims',
  /** About to read or write a part of an object, or to make or free one. */
  usesObject: 'uses an object',
  /** Where the kernel's own check is that a task may sleep, though it need not: `might_sleep()`. */
  mightSleep: 'might sleep',
  /** About to begin, or to end, a section in which it must not sleep. */
  disablesPreemption: 'disables preemption',
  enablesPreemption: 'enables preemption',
  disablesInterrupts: 'disables interrupts',
  enablesInterrupts: 'enables interrupts',
  beginsReading: 'begins to read under RCU',
  endsReading: 'ends to read under RCU',
  /** In `synchronize_rcu()`, which may be over. */
  awaitsReaders: 'waits for readers under RCU',
} as const;

export { type StepTag, stepTags, subjects, taggedAt } from './step-tags.js';

/** What can be asked of where a task stands: any other label does not compile. */
export type TaskLabel =
  | (typeof labels)[keyof typeof labels]
  | ReturnType<
      | typeof insideFunction<Version>
      | typeof insideModule
      | typeof acquires
      | typeof releases
      | typeof acquiresToRead
      | typeof releasesRead
      | typeof queuesFor
      | typeof queuesToRead
      | typeof waitsFor
      | typeof waitsUntil
      | typeof declaredAs
      | typeof forks
    >
  | `claims ${string}`
  | `uses ${string}`;

/** True while `task` stands where a location carries `label`. */
export function taskAt(task: ProcessReference, label: TaskLabel): Expression<boolean> {
  return at(task, label);
}

/** The name of a task that is referred to by its name. */
export function nameOf(task: ProcessReference): string {
  if (task.kind !== 'named') throw new Error('only a task that is referred to by its name has one');
  return task.name;
}

/** Which steps are counted: see `Quantity`. Where the patcher runs callbacks, it plays the role of a task, and is none. */
export function isStepOfATask({ template: { roles } }: Process): boolean {
  return roles.includes(taskRole) && !roles.includes(mechanismRole);
}

export function isStepOfAnother(task: ProcessReference): (process: Process) => boolean {
  return (process) => isStepOfATask(process) && process.name !== nameOf(task);
}

/** Played by the patcher, and by what works beside it. */
export const mechanismRole = 'mechanism';

/** What the variables are called of locks: who holds each. */
export const lockPrefix = 'lock ';

/** The name of the process that puts the patch in. */
export const patcherName = 'patcher';

/** The task that takes the step. */
export const thisTask: ProcessReference = self;

/** True when `condition` is true of every task in the task list: not of one that has exited, or is not born yet. */
export function everyTask(condition: (task: ProcessReference) => Expression<boolean>): Expression<boolean> {
  return forall(taskRole, (task) => or(at(task, labels.unlisted), condition(task)));
}

/** The same of every task that runs, whether a mechanism comes by it or not. */
export function everyTaskListedOrNot(
  condition: (task: ProcessReference) => Expression<boolean>,
): Expression<boolean> {
  return forall(taskRole, condition);
}

export function someTask(condition: (task: ProcessReference) => Expression<boolean>): Expression<boolean> {
  return exists(taskRole, condition);
}

/** Declares a variable of which each task has its own: a field of the kernel's `task_struct`. */
export function perTask<V extends Value>(
  name: string,
  sort: Sort<V>,
  initial: NoInfer<V>,
): ProcessVariable<V> {
  return perProcess<V>(taskRole, name, sort, initial);
}

/** Does an assignment for every task at once. */
export function forEachTask(assign: (task: ProcessReference) => Assignment): Assignment {
  return forEach(taskRole, assign);
}

/** A body of that version of some patched function is on the stack of the task. */
export function isInside(task: ProcessReference, version: Version): Expression<boolean> {
  return at(task, version === 'old' ? labels.insideOld : labels.insideNew);
}

/** The task is somewhere in the patched set: some patched function, of either version, is on its stack. */
export function isInsidePatchedSet(task: ProcessReference): Expression<boolean> {
  return or(isInside(task, 'old'), isInside(task, 'new'));
}

export function isOutsidePatchedSet(task: ProcessReference): Expression<boolean> {
  return not(isInsidePatchedSet(task));
}
