import {
  always,
  and,
  at,
  boolean,
  labels,
  never,
  not,
  or,
  perTask,
  safety,
  someTask,
  thisTask,
} from '../src/model.js';

/**
 * task-monotonicity holds when a task that has entered a new body never again enters an old one, until a reversal. An interrupt is no
 * task: it comes on top of one after the other.
 */
export const taskMonotonicity = safety({
  name: 'task-monotonicity',
  summary: 'once a task has entered a new body, it never again enters an old one (until a reversal)',
  severity: 'mixture',
  observe({ rules: { removing = never }, interrupts }) {
    const isTask = interrupts.length === 0 ? true : not(at(thisTask, labels.interrupt));
    const hasEnteredNew = perTask('has entered new', boolean, false);
    return {
      variables: [hasEnteredNew],
      assertAtCall: (version) =>
        version === 'new' ? always : or(not(hasEnteredNew.of(thisTask).value), removing),
      onCall: (version) => (version === 'new' ? [hasEnteredNew.of(thisTask).becomes(isTask)] : []),
      premise: {
        condition: someTask((task) => and(at(task, labels.callsPatched), hasEnteredNew.of(task).value)),
        otherwise: 'no task that has entered a new function calls another one',
      },
    };
  },
});
