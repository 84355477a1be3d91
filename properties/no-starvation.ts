import { at, labels, liveness, never, or, someTask, temporal } from '../src/model.js';

/**
 * no-starvation holds when, in every fair run, each task that the mechanism holds is released, and each task that waits
 * for a lock gets it. A task that sleeps does not want to run, and one that is ready to run is scheduled: that is the
 * fairness which is assumed.
 */
export const noStarvation = liveness({
  name: 'no-starvation',
  summary:
    'under the stated fairness, every task that is held is released, and every task that waits for a lock gets it',
  observe: ({ rules, locks, wants }) => ({
    formulas: (tasks) =>
      tasks.flatMap((task) =>
        [...(rules.held ? [rules.held(task)] : []), ...locks.map((lock) => wants(lock, task))].map((waits) =>
          temporal('[] (waits -> <> !waits)', { waits }),
        ),
      ),
    premise: {
      condition: someTask((task) => or(at(task, labels.waitsForLock), rules.held?.(task) ?? never)),
      otherwise: 'no task is ever held, or waits for a lock',
    },
  }),
});
