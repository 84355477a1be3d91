import {
  and,
  at,
  everyTaskListedOrNot,
  isKept,
  labels,
  rememberedOf,
  safety,
  someTask,
} from '../src/model.js';

/**
 * data-compatibility holds when every `assert` in a body holds where a task comes to it, and no counter is moved out
 * of its range. Of one that a bug breaks before the patch, that counts only where a task comes to it that has run new functions.
 */
export const dataCompatibility = safety({
  name: 'data-compatibility',
  summary: 'every assert in a body holds, and no counter leaves its range',
  observe: ({ claims }) => ({
    ...rememberedOf(claims),
    invariant: and(...claims.map((claim) => everyTaskListedOrNot((task) => isKept(claim, task)))),
    premise: {
      condition: someTask((task) => at(task, labels.claims)),
      otherwise: 'no task ever comes to an assert or a counter',
    },
  }),
});
