import { and, at, type ConsistencyModel, labels, never, not, or, someTask } from '../../src/model.js';
import { bugs, kernelNames, kernelOf, orderings, reversalCounts, reversals } from './protocol.js';
import { isDying } from './task.js';
import { transition } from './transition.js';

/**
 * What Linux runs since 4.12: the transition of `kernel/livepatch/transition.c`. Each task is switched by itself, as under
 * kGraft, where it leaves the kernel; and besides, a work item looks at the stacks of tasks that are off their CPUs, as kpatch
 * did, and switches those that have no function on it that is to be left.
 *
 * What stands for what, function by function, and what is left out: docs/models/klp.md.
 */
export const klp: ConsistencyModel = {
  name: 'klp',
  summary: 'each task switches where it leaves the kernel, or where its stack is found free of the functions',
  source: 'Linux 4.12 and later, kernel/livepatch/transition.c',

  // d83a7cb375ee, "livepatch: change to a per-task consistency model": by the stack, LEAVE_PATCHED_SET; by task, SWITCH_THREAD.
  leave: 'patched-set',
  switch: 'thread',
  gather: 'lazy',
  // klp_send_signals(): whoever has not switched after fifteen rounds gets a fake signal.
  wake: 'kernel',
  redirection: 'function entry',
  runsCallbacks: true,

  parameters: {
    kernel: kernelNames,
    force: ['no', 'yes', 'keeps-all'],
    reversals: reversalCounts,
    finds: ['blocked', 'preempted'],
    steps: ['coarse', 'fine'],
    without: ['nothing', ...orderings],
    immediate: ['no', 'below'],
    bug: ['none', ...bugs],
  },
  kernel: ({ kernel }) => (kernel === 'no-stack' ? 'Linux without reliable stacks' : `Linux ${kernel}`),
  several: ({ kernel }) =>
    kernelOf(kernel).disablesLastFirst
      ? {
          replacesNone: 'there is no atomic replace until 5.1 (e1452b607c48)',
          lastFirst: '-EBUSY, a later patch is enabled (until d67a53720966, 5.1)',
        }
      : {},
  rules: (patch, { kernel, force, reversals: often, finds, steps, without, immediate, bug }, scheduler) =>
    transition(
      patch,
      {
        ...kernelOf(kernel),
        isImmediateBelow: immediate === 'below',
        canForce: force !== 'no',
        forcedKeepsAll: force === 'keeps-all',
        reversals: reversals[reversalCounts.find((count) => count === often) ?? 'once'],
        findsPreempted: finds === 'preempted',
        isFine: steps === 'fine',
        without: orderings.find((name) => name === without),
        bug: bugs.find((name) => name === bug),
        dyingTasksAreQuiescent: scheduler.hasDyingTasks
          ? not(someTask((task) => and(isDying(task), not(scheduler.isBlocked(task)))))
          : undefined,
        cannotBePreempted: (task) =>
          or(at(task, labels.preemptionOff), scheduler.cannotBePreempted?.(task) ?? never),
      },
      scheduler,
    ),
};
