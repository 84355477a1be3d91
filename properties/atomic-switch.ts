import {
  and,
  type Expression,
  latestReached,
  never,
  not,
  or,
  positionsOf,
  range,
  safety,
  shared,
  someTask,
} from '../src/model.js';

/**
 * atomic-switch holds when, once any task has entered a new body, no old body is entered or still running anywhere,
 * until a reversal.
 *
 * Of several patches: when, once any task has entered a version, none that belongs only to code states before the earliest one
 * which has that version is entered or still running anywhere, until a transition takes a patch out.
 */
export const atomicSwitch = safety({
  name: 'atomic-switch',
  summary: 'once any task has entered a new body, no old body is entered or still running anywhere',
  severity: 'mixture',
  observe({ codeStates, rules: { removing = never } }) {
    const { bodies, lastEnabled, hasBegun, isInsideAny } = codeStates;
    const last = Math.max(1, lastEnabled);
    const latest = shared('code state that was come to', range(0, last), 0);
    const outdatedAt = (position: number): Expression<boolean> => {
      const outdated = bodies.flatMap((body) => {
        const [first = position, ...again] = positionsOf(codeStates, body);
        const until = or(...again.filter((each) => each >= position).map(hasBegun));
        return first >= position ? [] : [{ body, until, key: JSON.stringify(until) }];
      });
      return or(
        ...[...new Set(outdated.map(({ key }) => key))].map((key) => {
          const group = outdated.filter((each) => each.key === key);
          const its = group.map(({ body }) => body);
          return and(
            not(group[0]?.until ?? never),
            someTask((task) => isInsideAny(task, its)),
          );
        }),
      );
    };
    const positions = Array.from({ length: last }, (_, index) => index + 1);
    return {
      variables: [latest],
      onCall: (version, functionName) => latestReached(codeStates, { functionName, version }, latest),
      invariant: or(
        removing,
        not(or(...positions.map((position) => and(latest.is(position), outdatedAt(position))))),
      ),
    };
  },
});
