/** A consistency model as a user writes it, outside of the repository: kGraft in short, under another name. */
export function ownModel(name: string): string {
  return `import { and, boolean, type ConsistencyModel, everyTask, forEachTask, perTask, places, thisTask } from 'klpcheck/model';

const at = places('idle', 'migrating', 'finished');

export const own: ConsistencyModel = {
  name: '${name}',
  summary: 'each task migrates by itself',
  source: 'a test',
  leave: 'kernel',
  switch: 'thread',
  gather: 'lazy',
  wake: 'kernel',
  redirection: 'function entry',
  rules({ functions }) {
    const migrated = perTask('migrated', boolean, false);
    const migrate = { set: [migrated.of(thisTask).becomes(true)] };
    return {
      variables: [migrated],
      entersNew: (task) => and(at('migrating', 'finished'), migrated.of(task).value),
      onKernelEntry: migrate,
      onKernelExit: migrate,
      onSafePoint: migrate,
      patcher: at.patcher([
        {
          action: 'starts with ' + functions.join(', '),
          from: 'idle',
          to: 'migrating',
          set: [forEachTask((task) => migrated.of(task).becomes(false))],
        },
        {
          action: 'finishes',
          from: 'migrating',
          to: 'finished',
          when: everyTask((task) => migrated.of(task).is(true)),
        },
      ]),
    };
  },
};
`;
}

/** The same with a mistake that only a search finds: its patcher gives a variable a value out of its range. */
export function outOfRangeModel(name: string): string {
  return ownModel(name)
    .replace('import { and,', 'import { add, and, constant, range, shared,')
    .replace('const migrated =', "const rounds = shared('rounds', range(0, 1), 0);\n    const migrated =")
    .replace('variables: [migrated]', 'variables: [migrated, rounds]')
    .replace('set: [forEachTask', 'set: [rounds.becomes(add(rounds.value, constant(2))), forEachTask');
}
