import { at, labels, never, or, safety, someTask } from '../src/model.js';

/**
 * deadlock-freedom holds when no reachable state has a set of tasks that wait for ever for each other: none in which
 * a task cannot take a step, now or in any future, and has not exited.
 *
 * It is more than the absence of states without a successor: two tasks may be stuck while a third goes on. A task
 * that the mechanism holds for ever counts too. The patcher does not: that it never finishes is no deadlock.
 */
export const deadlockFreedom = safety({
  name: 'deadlock-freedom',
  summary: 'no reachable state has a set of tasks that wait for ever for each other',
  observe: ({ rules }) => ({
    deadlock: true,
    premise: {
      condition: someTask((task) => or(at(task, labels.mayWait), rules.held?.(task) ?? never)),
      otherwise: 'no task ever waits for another',
    },
  }),
});
