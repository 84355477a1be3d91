import { and, at, enumeration, labels, or, perTask, safety, someTask, thisTask } from '../src/model.js';

/**
 * syscall-consistency holds when, within one traversal of the kernel, all patched functions that a task calls are
 * entered in one version. A traversal is from entry to exit; for a kernel thread, from safe point to safe point.
 */
export const syscallConsistency = safety({
  name: 'syscall-consistency',
  summary: 'within one traversal of the kernel, a task enters all patched functions in one version',
  severity: 'mixture',
  observe() {
    const seen = perTask('seen', enumeration('neither', 'old', 'new'), 'neither');
    return {
      variables: [seen],
      assertAtCall: (version) => or(seen.of(thisTask).is('neither'), seen.of(thisTask).is(version)),
      onCall: (version) => [seen.of(thisTask).becomes(version)],
      onTraversalEnd: () => [seen.of(thisTask).becomes('neither')],
      premise: {
        condition: someTask((task) => and(at(task, labels.callsPatched), seen.of(task).is('new'))),
        otherwise: 'no task that has entered a new function calls another one in the same traversal',
      },
    };
  },
});
