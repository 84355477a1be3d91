import { and, at, everyTaskListedOrNot, implies, labels, safety, someTask } from '../src/model.js';

/**
 * data-compatibility holds when every `assert` in a body holds where a task comes to it, and no counter is moved out
 * of its range.
 */
export const dataCompatibility = safety({
  name: 'data-compatibility',
  summary: 'every assert in a body holds, and no counter leaves its range',
  observe: ({ claims }) => ({
    invariant: and(
      ...claims.map(({ label, condition }) =>
        everyTaskListedOrNot((task) => implies(at(task, label), condition(task))),
      ),
    ),
    premise: {
      condition: someTask((task) => at(task, labels.claims)),
      otherwise: 'no task ever comes to an assert or a counter',
    },
  }),
});
