import { and, at, isInside, labels, not, safety, someTask } from '../src/model.js';

/**
 * stack-consistency holds when no task's stack holds an old and a new patched function at once. It is the activeness
 * safety of Hayden et al., "Specifying and verifying the correctness of dynamic software updates" (VSTTE 2012).
 *
 * Of several patches: when some code state has all versions that are on the stack.
 */
export const stackConsistency = safety({
  name: 'stack-consistency',
  summary: "no task's stack holds an old and a new patched function at once",
  severity: 'mixture',
  observe: ({ codeStates }) => ({
    invariant: not(someTask(codeStates.isMixed)),
    premise: {
      condition: someTask((task) => and(at(task, labels.nested), isInside(task, 'new'))),
      otherwise: 'no task ever has several patched functions on its stack, one of them new',
    },
  }),
});
