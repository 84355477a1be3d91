import {
  acquires,
  and,
  at,
  equal,
  everyTaskListedOrNot,
  identity,
  implies,
  labels,
  not,
  or,
  releases,
  safety,
  someTask,
} from '../src/model.js';

/**
 * lock-discipline holds when no task unlocks a lock that it does not hold, or locks one that it holds, or holds one
 * when it leaves the kernel; when the sections in which it must not sleep are paired in the same way; and when it neither sleeps
 * in one, or with a spinlock, or in an interrupt, nor does what may sleep: "scheduling while atomic", "sleeping function called from invalid context".
 */
export const lockDiscipline = safety({
  name: 'lock-discipline',
  summary:
    'no unlock of a lock not held, no second lock of one held, none held at kernel exit, no sleep where it is forbidden',
  observe: ({ locks, spinlocks, ownerOf, ownersInObjects, atomicSections, isEverAtomic, isAtomic }) => ({
    invariant: and(
      ...locks.map((lock) =>
        everyTaskListedOrNot((task) => {
          const holds = equal(ownerOf(lock, task), identity(task));
          return and(
            implies(at(task, releases(lock)), holds),
            implies(at(task, acquires(lock)), not(holds)),
            implies(at(task, labels.leavingKernel), not(holds)),
          );
        }),
      ),
      ...ownersInObjects.map((owner) =>
        everyTaskListedOrNot((task) =>
          implies(at(task, labels.leavingKernel), not(equal(owner, identity(task)))),
        ),
      ),
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
              implies(
                or(
                  at(task, labels.asleep),
                  at(task, labels.mightSleep),
                  ...locks
                    .filter((lock) => !spinlocks.includes(lock))
                    .map((lock) => at(task, acquires(lock))),
                ),
                not(isAtomic(task)),
              ),
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
