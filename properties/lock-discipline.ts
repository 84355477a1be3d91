import { and, at, everyTaskListedOrNot, implies, labels, not, or, safety, someTask } from '../src/model.js';

/**
 * lock-discipline holds when no task unlocks a lock that it does not hold, or locks one that it holds, or holds one
 * when it leaves the kernel; when the sections in which it must not sleep are paired in the same way; and when it neither sleeps
 * in one, or with a spinlock, or in an interrupt, nor does what may sleep: "scheduling while atomic", "sleeping function called from invalid context".
 */
export const lockDiscipline = safety({
  name: 'lock-discipline',
  summary:
    'no unlock of a lock not held, no second lock of one held, none held at kernel exit, no sleep where it is forbidden',
  observe: ({ lockUses, atomicSections, isEverAtomic, isAtomic }) => ({
    invariant: and(
      ...(lockUses.length > 0
        ? [
            everyTaskListedOrNot((task) =>
              and(...lockUses.map(({ label, isRight }) => implies(at(task, label), isRight(task)))),
            ),
          ]
        : []),
      ...atomicSections.map(({ begins, ends, isOpen, isDeepest }) =>
        everyTaskListedOrNot((task) =>
          and(
            implies(at(task, ends), isOpen(task)),
            implies(at(task, begins), not(isDeepest(task))),
            implies(at(task, labels.leavingKernel), not(isOpen(task))),
          ),
        ),
      ),
      ...(isEverAtomic
        ? [
            everyTaskListedOrNot((task) =>
              implies(or(at(task, labels.asleep), at(task, labels.mightSleep)), not(isAtomic(task))),
            ),
          ]
        : []),
    ),
    premise: {
      condition: someTask((task) => at(task, labels.usesLock)),
      otherwise: 'no lock is ever used',
    },
  }),
});
