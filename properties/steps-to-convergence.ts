import { isStepOfATask, type Property, stepTags, transitionBegins } from '../src/livepatch/index.js';
import { never } from '../src/system/index.js';

/**
 * steps-to-convergence is how many steps the tasks take from the beginning of a transition to its end. It is unbounded where
 * they can go on for ever before it ends, or it never ends.
 */
export const stepsToConvergence: Property = {
  name: 'steps-to-convergence',
  kind: 'quantity',
  summary: 'how many steps the tasks take from the beginning of a transition to its end',
  observe: ({ rules: { inTransition = never } }) => ({
    quantities: () => [
      { unit: 'steps of tasks', during: inTransition, counts: isStepOfATask, endlessIsUnbounded: true },
      {
        unit: 'system calls',
        during: inTransition,
        counts: (_process, tags) => tags.includes(stepTags.makesSystemCall),
        endlessIsUnbounded: true,
      },
    ],
    premise: transitionBegins(inTransition),
  }),
};
