import { isInside, type Premise, someTask } from '../src/livepatch/index.js';

/** The premise of each property that speaks of the new functions: somebody runs one. */
export const someTaskRunsNewCode: Premise = {
  condition: someTask((task) => isInside(task, 'new')),
  otherwise: 'no task ever runs a new function',
};
