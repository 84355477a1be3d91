import { branching, nameOf, never, not, patcherName, someTask, stepTags } from '../src/model.js';

/**
 * non-interference holds when, from every state in which the transition waits for a task, that task can do its part by its
 * own and the patcher's steps alone: no other task has to act first. Its part is what the mechanism awaits of it: to
 * cross the boundary, to be held there, to leave the patched functions. That a sleep ends, or a signal arrives, is
 * a step of the sleeper.
 */
export const nonInterference = branching({
  name: 'non-interference',
  summary: 'each task that the transition waits for can do its part without a step of any other task',
  observe: ({ rules: { awaits }, interrupts }) => ({
    possibilities: (tasks) =>
      awaits === undefined
        ? []
        : tasks.map((task) => ({
            from: awaits(task),
            goal: not(awaits(task)),
            goalInWords: `the transition no longer waits for ${nameOf(task)}`,
            // What has interrupted the task runs in its place.
            by: [...new Set([nameOf(task), patcherName, ...interrupts])],
            // Who puts a new task on the task list is its parent.
            orWithTags: [stepTags.isBorn, stepTags.returnsFromInterrupt],
            // That the patcher no longer wants it is no part of the task.
            withoutTag: stepTags.changesItsMind,
          })),
    premise: {
      condition: awaits === undefined ? never : someTask(awaits),
      otherwise: 'the transition never waits for a task',
    },
  }),
});
