import { and, type Expression, safety } from '../src/model.js';

/** no-warning holds when none of the mechanism's own checks fails: no `WARN_ON_ONCE()` of the kernel ever fires. */
export const noWarning = safety({
  name: 'no-warning',
  summary: "none of the mechanism's own checks fails: the kernel never warns",
  observe({ rules: { checks = [] } }) {
    const holding = (where: 'every state' | 'every call'): Expression<boolean> =>
      and(...checks.filter(({ at }) => at === where).map(({ holds }) => holds));
    return {
      invariant: holding('every state'),
      assertAtCall: () => holding('every call'),
    };
  },
});
