import {
  type Assignment,
  and,
  at,
  boolean,
  type Expression,
  everyTask,
  forEachTask,
  labels,
  not,
  type ProcessReference,
  perTask,
  thisTask,
} from '../../src/model.js';
import type { Act } from './order.js';
import type { Ordering, Protocol } from './protocol.js';

/** The task had preemption off when the sync began, and has not had it on since. */
export const isWaitedFor = perTask('the sync waits for it', boolean, false);

/** A section with preemption off ends. @param isOn true if it stands in no other, so that preemption is on again */
export function leaves(isOn: Expression<boolean>): Assignment {
  return isWaitedFor.of(thisTask).becomes(and(not(isOn), isWaitedFor.of(thisTask).value));
}

/** An interrupt goes back to `task`: its CPU can run a work item if preemption is on there. */
export function leavesTo(task: ProcessReference, isOn: Expression<boolean>): readonly Assignment[] {
  return [isWaitedFor.of(task).becomes(and(not(isOn), isWaitedFor.of(task).value))];
}

/**
 * Tasks-RCU in `unregister_ftrace_function()`: each task has slept, or been in user space, or is dead. Those of the task list have nothing
 * new on their stacks; dying ones that are in it no longer may have. They are waited for until none runs, at one instant.
 */
export function waitForDyingTasks(place: string, { dyingTasksAreQuiescent }: Protocol): readonly Act[] {
  return dyingTasksAreQuiescent
    ? [
        {
          action: 'unregister_ftrace_function(): each task has slept, or is dead (Tasks-RCU)',
          isWait: true,
          at: place,
          when: dyingTasksAreQuiescent,
        },
      ]
    : [];
}

/**
 * `klp_synchronize_transition()` runs a work item on each CPU: whoever had preemption off when it began has had it on when it
 * ends. So it is with the wait in `unregister_ftrace_function()`.
 *
 * @param place where the patcher stands when it has waited
 */
export function sync(
  which: Ordering | 'unregister_ftrace_function()',
  place: string,
  { isFine, without, bug, cannotBePreempted }: Protocol,
): readonly Act[] {
  // Where all that a task does with preemption off is one step, nobody is ever amid it.
  if (!isFine || without === which) return [];
  const name = which === 'unregister_ftrace_function()' ? which : 'klp_synchronize_transition()';
  return [
    {
      action: `${name}: waits for whoever has preemption off`,
      isWait: true,
      at: `${place}, after a wait`,
      set: [
        forEachTask((task) =>
          isWaitedFor.of(task).becomes(
            bug === 'rcu-not-watching'
              ? // synchronize_rcu() knows of no reader on the way to user space.
                and(cannotBePreempted(task), not(at(task, labels.leavingKernel)))
              : cannotBePreempted(task),
          ),
        ),
      ],
    },
    {
      action: `${name}: everybody has had it on since`,
      isWait: true,
      at: place,
      when: everyTask((task) => not(isWaitedFor.of(task).value)),
    },
  ];
}
