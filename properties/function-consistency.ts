import { at, labels, not, safety, someTask } from '../src/model.js';

/** function-consistency holds when a body that started in one version runs to its end in it. */
export const functionConsistency = safety({
  name: 'function-consistency',
  summary: 'a body that started in one version runs to its end in it',
  observe: () => ({
    invariant: not(someTask((task) => at(task, labels.torn))),
  }),
});
