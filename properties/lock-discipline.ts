import {
  acquires,
  and,
  at,
  equal,
  everyTask,
  identity,
  implies,
  labels,
  not,
  releases,
  safety,
  someTask,
} from '../src/model.js';

/**
 * lock-discipline holds when no task unlocks a lock that it does not hold, or locks one that it holds, or holds one
 * when it leaves the kernel.
 */
export const lockDiscipline = safety({
  name: 'lock-discipline',
  summary: 'no unlock of a lock not held, no second lock of one held, none held at kernel exit',
  observe: ({ locks, ownerOf }) => ({
    invariant: and(
      ...locks.map((lock) =>
        everyTask((task) => {
          const holds = equal(ownerOf(lock), identity(task));
          return and(
            implies(at(task, releases(lock)), holds),
            implies(at(task, acquires(lock)), not(holds)),
            implies(at(task, labels.leavingKernel), not(holds)),
          );
        }),
      ),
    ),
    premise: {
      condition: someTask((task) => at(task, labels.usesLock)),
      otherwise: 'no lock is ever used',
    },
  }),
});
