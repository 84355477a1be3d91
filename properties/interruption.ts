import { isStepOfAnother, never, quantity, stepTags, transitionBegins } from '../src/model.js';

/**
 * interruption is the greatest number of steps that other tasks take while one task is held: what the transition costs the
 * tasks that it stops. It is unbounded where the others can go on without bound, or the task may never be released.
 */
export const interruption = quantity({
  name: 'interruption',
  summary: 'the most steps that other tasks take while one task is held',
  observe: ({ rules: { held = () => never, inTransition = never } }) => ({
    quantities: (tasks) =>
      tasks.map((task) => {
        const isOfAnother = isStepOfAnother(task);
        return {
          during: held(task),
          units: [
            { name: 'steps of other tasks', counts: isOfAnother },
            {
              name: 'system calls of other tasks',
              counts: (process, tags) => isOfAnother(process) && tags.includes(stepTags.makesSystemCall),
            },
          ],
          endlessIsUnbounded: true,
        };
      }),
    premise: transitionBegins(inTransition),
  }),
});
