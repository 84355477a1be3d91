import {
  always,
  and,
  at,
  conditional,
  type Expression,
  labels,
  not,
  type ProcessReference,
  safety,
  someTask,
  thisTask,
} from '../src/model.js';

/** no-warning holds when none of the mechanism's own checks fails: no `WARN_ON_ONCE()` of the kernel ever fires. */
export const noWarning = safety({
  name: 'no-warning',
  summary: "none of the mechanism's own checks fails: the kernel never warns",
  observe({ rules: { checks = [] }, interrupts, isOnTopOf }) {
    const holding = (where: 'every state' | 'every call'): Expression<boolean> =>
      and(...checks.filter((check) => check.at === where).map(({ holds }) => holds));
    const holdsOnTopOf = (task: ProcessReference): Expression<boolean> =>
      and(...checks.map((check) => check.onTopOf?.(task) ?? always));
    const atCall = holding('every call');
    return {
      invariant: holding('every state'),
      assertAtCall: () =>
        interrupts.length === 0 || checks.length === 0
          ? atCall
          : conditional<boolean>(
              at(thisTask, labels.interrupt),
              not(someTask((task) => and(isOnTopOf(thisTask, task), not(holdsOnTopOf(task))))),
              atCall,
            ),
    };
  },
});
