import type { DocumentScope } from './document.js';
import type { Path } from './locator.js';
import { locksOf } from './parse-locks.js';
import { parametersOf } from './parse-signature.js';
import type { Signatures, TaskDeclaration } from './scenario.js';

/** What processes of the composed system are called, that no task of a scenario may be. */
const reservedTaskNames = ['patcher', 'nobody'];
/** Each declaration may have 64. */
const maximumTasks = 512;

/** Locks, data, events, completions and work items stand beside each other in statements and traces, so they share one name space. */
export function rejectRepeatedNames(scope: DocumentScope): void {
  const { locks, events = [], completions = [], data = {}, work = {} } = scope.value;
  const declared: readonly (readonly [string, Path, 'key' | 'value'])[] = [
    ...locksOf({ locks }).map(({ name }, index) =>
      Array.isArray(locks)
        ? ([name, ['locks', index], 'value'] as const)
        : ([name, ['locks', name], 'key'] as const),
    ),
    ...Object.keys(data).map((name) => [name, ['data', name], 'key'] as const),
    ...events.map((name, index) => [name, ['events', index], 'value'] as const),
    ...Object.keys(work).map((name) => [name, ['work', name], 'key'] as const),
    ...completions.map((name, index) => [name, ['completions', index], 'value'] as const),
  ];
  const first = new Map<string, Path>();
  for (const [name, path, what] of declared) {
    const earlier = first.get(name);
    if (earlier)
      scope.report(
        path,
        'duplicate-name',
        `the name '${name}' is used twice`,
        `first at line ${scope.document.locate(earlier, 'key').line}`,
        what,
      );
    else first.set(name, path);
  }
  for (const name of Object.keys(scope.value.tasks))
    if (reservedTaskNames.includes(name))
      scope.report(['tasks', name], 'reserved-name', `no task can be called '${name}'`, undefined, 'key');
}

/** Each task is a process of the system that is searched. */
export function rejectTooManyProcesses(scope: DocumentScope, tasks: readonly TaskDeclaration[]): void {
  let processes = 0;
  const excess = tasks.find(({ count }) => {
    processes += count;
    return processes > maximumTasks;
  });
  if (excess)
    scope.report(
      ['tasks', excess.name],
      'too-large',
      `with '${excess.name}' there are more than ${maximumTasks} tasks: no search would come to its end`,
      undefined,
      'key',
    );
}

/** The tasks of one declaration are numbered; no other task can have one of those names. */
export function rejectRepeatedProcesses(scope: DocumentScope, tasks: readonly TaskDeclaration[]): void {
  const several = tasks.filter(({ count }) => count > 1);
  for (const { name } of tasks) {
    const numbered = several.find(({ name: other, count }) => {
      const number = name.startsWith(`${other}.`) ? Number(name.slice(other.length + 1)) : 0;
      return Number.isInteger(number) && number >= 1 && number <= count;
    });
    if (numbered)
      scope.report(
        ['tasks', name],
        'reserved-name',
        `no task can be called '${name}': that is one of the ${numbered.count} tasks '${numbered.name}'`,
        undefined,
        'key',
      );
  }
}

/** In its function, a parameter `f.x` is called `x`: nothing that can be named there is called so. */
export function rejectRepeatedParameters(
  scope: DocumentScope,
  signatures: ReadonlyMap<string, Signatures>,
): void {
  const { locks, events = [], completions = [], data = {} } = scope.value;
  const lockNames = locksOf({ locks }).map(({ name }) => name);
  const taken = new Set([...lockNames, ...events, ...completions, ...Object.keys(data)]);
  for (const [functionName, each] of signatures)
    for (const { name } of parametersOf(each)) {
      const repeated = [name.slice(functionName.length + 1), name].find((one) => taken.has(one));
      taken.add(name);
      if (repeated !== undefined)
        scope.report(
          ['functions', functionName, 'signature'],
          'duplicate-name',
          `the name '${repeated}' is used twice: for a parameter of '${functionName}', and besides`,
          undefined,
          'key',
        );
    }
}
