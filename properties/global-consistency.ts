import {
  and,
  type Expression,
  equal,
  identity,
  isInside,
  isInsidePatchedSet,
  not,
  type ProcessReference,
  safety,
  someTask,
} from '../src/model.js';

/**
 * global-consistency holds when never is one task inside an old body of the patched set while another is inside a
 * new one. Of several patches: when never is one task inside a version that belongs to no code state with a version
 * that another task is inside.
 */
export const globalConsistency = safety({
  name: 'global-consistency',
  summary: 'never is one task inside an old body of the patched set while another is inside a new one',
  severity: 'mixture',
  observe: ({ codeStates: { conflicts, isInsideAny } }) => ({
    invariant: and(
      ...conflicts.map(([ofOne, ofOther]) =>
        not(
          isBeside(
            (one) => isInsideAny(one, ofOne),
            (other) => isInsideAny(other, ofOther),
          ),
        ),
      ),
    ),
    premise: {
      condition: isBeside((one) => isInside(one, 'new'), isInsidePatchedSet),
      otherwise: 'no two tasks are ever inside patched functions at once, one of them in a new one',
    },
  }),
});

type Condition = (task: ProcessReference) => Expression<boolean>;

/** One condition is true of a task while the other is true of another one. */
function isBeside(ofOne: Condition, ofOther: Condition): Expression<boolean> {
  return someTask((one) =>
    and(
      ofOne(one),
      someTask((other) => and(ofOther(other), not(equal(identity(one), identity(other))))),
    ),
  );
}
