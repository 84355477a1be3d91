import type { CallbackName } from '../scenario/index.js';
import {
  type Assignment,
  always,
  and,
  at,
  bindFresh,
  type Edge,
  type Expression,
  not,
  or,
  type ProcessReference,
  processNamed,
  SystemDefinitionError,
} from '../system/index.js';
import { labels, patcherName, taskRole } from './vocabulary.js';

/**
 * The program graph of the patcher, or of another process of the mechanism: its steps, between places that are declared. It
 * starts where the first step does.
 */
export interface Patcher {
  readonly name: string;
  readonly places: readonly string[];
  readonly steps: readonly PatcherStep[];
  /** By place: what it is labelled with besides its name. */
  readonly labels?: ReadonlyMap<string, readonly string[]>;
  /** Where it holds the mutex under which patches are worked on. Of any other step, it holds it from its begin to its end. */
  readonly underMutex?: readonly string[];
}

export interface PatcherStep<P extends string = string> {
  /** What the step is called in a trace: with the kernel's own names. In it, `%` stands for the function. */
  readonly action: string;
  /** The patched function that the step is about, where there is such a step for each. */
  readonly functionName?: string;
  readonly from: P;
  readonly to: P;
  readonly when?: Expression<boolean>;
  readonly set?: readonly Assignment[];
  /** The step begins a transition into the patch, or out of it: one of several patches may have to wait for that of another. */
  readonly begins?: 'in' | 'out';
  /** The step ends a transition. */
  readonly completes?: boolean;
  /** The step is there once for each task: see {@link forSomeTask}. In `action`, `%` stands for the task. */
  readonly choice?: Edge['choice'];
  /** It need not ever be taken. Any other step is, sooner or later, while it can be all the time. */
  readonly voluntary?: boolean;
  /**
   * The step is followed by the body of this callback, after which the patcher stands at `to`. As long as it runs, the
   * patcher stands at `from`. Where it fails, the patcher goes to `failsTo`.
   */
  readonly callback?: { readonly name: CallbackName; readonly failsTo?: P };
  /** It needs no mutex. */
  readonly withoutMutex?: boolean;
  /** The patcher changes its mind. */
  readonly changesItsMind?: boolean;
  /** It is assumed to be taken even if it can be only again and again, and not all the time: strong fairness. */
  readonly isTakenIfPossibleAgainAndAgain?: boolean;
}

/** The parts of a step that is done to one task of the task list, any one for which `when` is true. */
export function forSomeTask(
  parts: (task: ProcessReference) => Pick<PatcherStep, 'when' | 'set'>,
): Pick<PatcherStep, 'when' | 'set' | 'choice'> {
  const [binder, bound] = bindFresh(taskRole, (task) => {
    const { when = always, ...others } = parts(task);
    return { ...others, when: and(not(at(task, labels.unlisted)), when) };
  });
  return { ...bound, choice: { binder, role: taskRole } };
}

/** The places at which the patcher can stand; a function, which makes conditions of them. */
export interface Places<P extends string = string> {
  /**
   * True while the patcher stands at one of these places.
   *
   * @throws SystemDefinitionError when one of them is not declared
   */
  (...names: readonly P[]): Expression<boolean>;
  /**
   * The patcher's program graph.
   *
   * @param underMutex see {@link Patcher}
   * @throws SystemDefinitionError when a step leads from or to a place that is not declared
   */
  patcher(steps: readonly PatcherStep<P>[], underMutex?: readonly P[]): Patcher;
}

/**
 * Declares the places at which the patcher can stand. Each is written down once, so that a misspelt one is an error,
 * and never a condition that is false for ever.
 */
export function places<const P extends string>(...declared: readonly [P, ...P[]]): Places<P> {
  return placesOf(patcherName, ...declared);
}

/**
 * The same for another process that works on the functions of the kernel beside the patcher: whoever loads a module, or writes to
 * sysfs.
 *
 * @param process what it is called in traces
 */
export function placesOf<const P extends string>(
  process: string,
  ...declared: readonly [P, ...P[]]
): Places<P> {
  const expectDeclared = (name: string, where: string): void => {
    if (!declared.some((each) => each === name))
      throw new SystemDefinitionError([
        `${where}: the ${process} has no place '${name}': expected one of: ${declared.join(', ')}`,
      ]);
  };
  const isAt = (...names: readonly P[]): Expression<boolean> => {
    for (const name of names) expectDeclared(name, 'a condition');
    return or(...names.map((name) => at(processNamed(process), name)));
  };
  const patcher = (steps: readonly PatcherStep<P>[], underMutex: readonly P[] = []): Patcher => {
    for (const { action, from, to, callback: { failsTo = to } = {} } of steps)
      for (const name of [from, to, failsTo]) expectDeclared(name, `the ${process}'s step '${action}'`);
    return { name: process, places: declared, steps, underMutex };
  };
  return Object.assign(isAt, { patcher });
}

/** All processes of a mechanism. */
export function mechanismOf({
  patcher,
  others = [],
}: {
  readonly patcher: Patcher;
  readonly others?: readonly Patcher[];
}): readonly Patcher[] {
  return [patcher, ...others];
}
