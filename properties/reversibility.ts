import { branching, or } from '../src/model.js';

/**
 * reversibility holds when, from every state of a transition into the patch, some run of a reversal leads to where everybody
 * is back in the old functions. That every fair run does is a matter of convergence, which speaks of reversals too.
 */
export const reversibility = branching({
  name: 'reversibility',
  summary: 'from every state of a transition, a reversal can bring everybody back to the old functions',
  observe: ({ rules: { reversals } }) => ({
    possibilities: () =>
      reversals.map(({ possible, done }) => ({
        from: possible,
        goal: done,
        goalInWords: 'everybody is back in the old functions',
      })),
    premise: {
      condition: or(...reversals.map(({ done }) => done)),
      otherwise: 'no transition is ever reversed',
    },
  }),
});
