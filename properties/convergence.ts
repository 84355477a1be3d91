import { liveness, never, temporal, transitionBegins } from '../src/model.js';

/**
 * convergence holds when, in every fair run, each transition that begins is finished sooner or later: the patch is in, or
 * out again, for everybody. A patcher that gives up has not finished it.
 */
export const convergence = liveness({
  name: 'convergence',
  summary: 'under the stated fairness, every transition that begins is finished',
  observe: ({ rules: { inTransition = never } }) => ({
    formulas: () => [temporal('[] (in-transition -> <> !in-transition)', { 'in-transition': inTransition })],
    premise: transitionBegins(inTransition),
  }),
});
