import {
  always,
  and,
  at,
  conditional,
  constant,
  type Expression,
  enumeration,
  labels,
  or,
  perTask,
  safety,
  someTask,
  statesWith,
  thisTask,
} from '../src/model.js';

/**
 * syscall-consistency holds when, within one traversal of the kernel, all patched functions that a task calls are
 * entered in one version. A traversal is from entry to exit; for a kernel thread, from safe point to safe point.
 *
 * Of several patches: when some code state has all versions that are entered.
 */
export const syscallConsistency = safety({
  name: 'syscall-consistency',
  summary: 'within one traversal of the kernel, a task enters all patched functions in one version',
  severity: 'mixture',
  observe({ codeStates }) {
    // By what the task has entered, it can be in any of these code states.
    const all = [...new Set(codeStates.sequence.map(({ name }) => name))];
    const sets = reachableSets(
      all,
      codeStates.bodies.map((body) => statesWith(codeStates, body)),
    );
    const [nothing = ''] = sets.keys();
    const seen = perTask('seen', enumeration(nothing, ...[...sets.keys()].slice(1)), nothing);
    const mine = seen.of(thisTask);
    return {
      variables: [seen],
      assertAtCall: (version, functionName) => {
        const states = statesWith(codeStates, { functionName, version });
        const fitting = [...sets].filter(([, set]) => set.some((each) => states.includes(each)));
        return fitting.length === sets.size ? always : or(...fitting.map(([name]) => mine.is(name)));
      },
      onCall: (version, functionName) => {
        const states = statesWith(codeStates, { functionName, version });
        const after = [...sets].map(([name, set]) => [name, nameOf(narrowed(set, states), all)] as const);
        const [[, most] = ['', nothing]] = after;
        return [
          mine.becomes(
            after.reduce<Expression<string>>(
              (value, [before, then]) =>
                then === most ? value : conditional<string>(mine.is(before), then, value),
              constant<string>(most),
            ),
          ),
        ];
      },
      onTraversalEnd: () => [mine.becomes(nothing)],
      premise: {
        condition: someTask((task) =>
          and(
            at(task, labels.callsPatched),
            or(
              ...[...sets]
                .filter(([, set]) => !set.includes(all[0] ?? ''))
                .map(([name]) => seen.of(task).is(name)),
            ),
          ),
        ),
        otherwise: 'no task that has entered a new function calls another one in the same traversal',
      },
    };
  },
});

/** By name: all sets of code states that are left after any calls, each of which narrows the set down; the full one first. */
function reachableSets(
  all: readonly string[],
  calls: readonly (readonly string[])[],
): ReadonlyMap<string, readonly string[]> {
  const sets = new Map([[nameOf(all, all), all]]);
  for (const set of sets.values())
    for (const states of calls) {
      const after = narrowed(set, states);
      sets.set(nameOf(after, all), after);
    }
  return sets;
}

/** What is left after a call. Of a call that fits to none of them, which is told, no more than to what it fits by itself. */
function narrowed(set: readonly string[], states: readonly string[]): readonly string[] {
  const left = set.filter((each) => states.includes(each));
  return left.length > 0 ? left : states.length > 0 ? states : set;
}

function nameOf(set: readonly string[], all: readonly string[]): string {
  return set.length === all.length && all.length > 1 ? 'nothing' : set.join(' or ');
}
