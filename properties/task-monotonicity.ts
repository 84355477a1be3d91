import {
  always,
  and,
  at,
  conditional,
  labels,
  latestReached,
  less,
  never,
  not,
  or,
  perTask,
  positionsOf,
  range,
  safety,
  someTask,
  thisTask,
} from '../src/model.js';

/**
 * task-monotonicity holds when a task that has entered a new body never again enters an old one, until a reversal. An interrupt is no
 * task: it comes on top of one after the other.
 *
 * Of several patches: when a task never enters a version that belongs only to code states before the earliest one which what
 * it has entered allows, until a transition takes a patch out.
 */
export const taskMonotonicity = safety({
  name: 'task-monotonicity',
  summary: 'once a task has entered a new body, it never again enters an old one (until a reversal)',
  severity: 'mixture',
  observe({ codeStates, rules: { removing = never }, interrupts }) {
    const { lastEnabled } = codeStates;
    const latest = perTask('has come to', range(0, Math.max(1, lastEnabled)), 0);
    const mine = latest.of(thisTask);
    return {
      variables: [latest],
      assertAtCall: (version, functionName) => {
        const [first, ...again] = positionsOf(codeStates, { functionName, version });
        const isReached = (position: number) =>
          position >= lastEnabled ? always : not(less(position, mine.value));
        return first === undefined
          ? always
          : or(
              isReached(first),
              ...again.map((position) => and(codeStates.hasBegun(position), isReached(position))),
              removing,
            );
      },
      onCall: (version, functionName) => {
        const noted = latestReached(codeStates, { functionName, version }, mine);
        if (interrupts.length === 0) return noted;
        const isTask = not(at(thisTask, labels.interrupt));
        return noted.map((each) => ({
          ...each,
          value: conditional(isTask, each.value, mine.value),
        }));
      },
      premise: {
        condition: someTask((task) => and(at(task, labels.callsPatched), not(latest.of(task).is(0)))),
        otherwise: 'no task that has entered a new function calls another one',
      },
    };
  },
});
