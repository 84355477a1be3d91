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
 * new one.
 */
export const globalConsistency = safety({
  name: 'global-consistency',
  summary: 'never is one task inside an old body of the patched set while another is inside a new one',
  severity: 'mixture',
  observe: () => ({
    invariant: not(isInsideNewBeside((task) => isInside(task, 'old'))),
    premise: {
      condition: isInsideNewBeside(isInsidePatchedSet),
      otherwise: 'no two tasks are ever inside patched functions at once, one of them in a new one',
    },
  }),
});

/** One task is inside a new body of the patched set while another satisfies `condition`. */
function isInsideNewBeside(condition: (other: ProcessReference) => Expression<boolean>): Expression<boolean> {
  return someTask((one) =>
    and(
      isInside(one, 'new'),
      someTask((other) => and(condition(other), not(equal(identity(one), identity(other))))),
    ),
  );
}
