import { isInside, type SafetyProperty, someTask } from '../src/livepatch/index.js';
import { and, equal, identity, not } from '../src/system/index.js';
import { someTaskRunsNewCode } from './premises.js';

/**
 * global-consistency holds when never is one task inside an old body of the patched set while another is inside a
 * new one.
 */
export const globalConsistency: SafetyProperty = {
  name: 'global-consistency',
  summary: 'never is one task inside an old body of the patched set while another is inside a new one',
  observe: () => ({
    invariant: not(
      someTask((one) =>
        and(
          isInside(one, 'old'),
          someTask((other) => and(isInside(other, 'new'), not(equal(identity(one), identity(other))))),
        ),
      ),
    ),
    premise: someTaskRunsNewCode,
  }),
};
