import { and, boolean, isInside, never, not, or, safety, shared, someTask } from '../src/model.js';

/**
 * atomic-switch holds when, once any task has entered a new body, no old body is entered or still running anywhere,
 * until a reversal.
 */
export const atomicSwitch = safety({
  name: 'atomic-switch',
  summary: 'once any task has entered a new body, no old body is entered or still running anywhere',
  severity: 'mixture',
  observe({ rules: { removing = never } }) {
    const newEntered = shared('a new body was entered', boolean, false);
    return {
      variables: [newEntered],
      onCall: (version) => (version === 'new' ? [newEntered.becomes(true)] : []),
      invariant: or(
        removing,
        not(
          and(
            newEntered.value,
            someTask((task) => isInside(task, 'old')),
          ),
        ),
      ),
    };
  },
});
