import { never, quantity, stepTags, transitionBegins } from '../src/model.js';

/** wake-ups is how many sleeps and stays in user space a signal or the patcher ends during a transition. */
export const wakeUps = quantity({
  name: 'wake-ups',
  summary: 'how many times a task is woken, or interrupted in user space, to finish a transition',
  observe: ({ rules: { inTransition = never } }) => ({
    quantities: () => [
      {
        during: inTransition,
        units: [{ name: 'wake-ups', counts: (_process, tags) => tags.includes(stepTags.isWoken) }],
        endlessIsUnbounded: false,
      },
    ],
    premise: transitionBegins(inTransition),
  }),
});
