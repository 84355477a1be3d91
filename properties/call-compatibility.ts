import { and, at, labels, not, safety, someTask } from '../src/model.js';

/**
 * call-compatibility holds when each call that is written for one signature enters a body with that signature.
 *
 * Calls in a new body are written for the new signature of what they call, all others for the old one.
 */
export const callCompatibility = safety({
  name: 'call-compatibility',
  summary: 'a call written for one signature enters a body with that signature',
  observe: () => ({
    invariant: not(someTask((task) => at(task, labels.wrongSignature))),
    premise: {
      condition: someTask((task) => and(at(task, labels.changedSignature), at(task, labels.insideNew))),
      otherwise: 'no function whose signature changes is ever entered in its new version',
    },
  }),
});
