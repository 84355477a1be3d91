import { isStepOfATask, never, quantity, stepTags, transitionBegins } from '../src/model.js';

/**
 * steps-to-convergence is how many steps the tasks take from the beginning of a transition to its end. It is unbounded where
 * they can go on without bound before it ends, or it may never end.
 */
export const stepsToConvergence = quantity({
  name: 'steps-to-convergence',
  summary: 'how many steps the tasks take from the beginning of a transition to its end',
  observe: ({ rules: { inTransition = never } }) => ({
    quantities: () => [
      {
        during: inTransition,
        units: [
          { name: 'steps of tasks', counts: isStepOfATask },
          {
            name: 'system calls',
            counts: (_process, tags) => tags.includes(stepTags.makesSystemCall),
          },
        ],
        endlessIsUnbounded: true,
      },
    ],
    premise: transitionBegins(inTransition),
  }),
});
