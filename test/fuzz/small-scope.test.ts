import { describe, expect, test } from 'vitest';
import { type Bounds, countWithin, scenariosWithin } from '../../src/fuzz/index.js';
import { resolveDocument, type ScenarioDocument } from '../../src/scenario/index.js';

/*
 * What is enumerated, against what is found by writing everything down, in any order and under any names, and comparing
 * all of it.
 */

const letters = ['lock A', 'unlock A', 'sleep', 'assert format = v1', 'set format v2', 'safe-point'];

/** A scenario without its names: functions are numbers, tasks what they do. */
interface Plain {
  readonly functions: readonly {
    readonly old: string[];
    readonly new: string[];
    readonly signature: boolean;
  }[];
  readonly tasks: readonly string[];
  readonly removed: boolean;
}

function plainOf({ functions, syscalls = {}, tasks, patch }: ScenarioDocument): Plain {
  const numbers = Object.keys(functions);
  const numbered = (statement: unknown): string => {
    const [keyword, name = ''] = String(statement).split(' ');
    return keyword === 'call' ? `call ${numbers.indexOf(name)}` : String(statement);
  };
  return {
    functions: Object.values(functions).map((each) => {
      if (Array.isArray(each) || !('old' in each)) return expect.fail('a function that is not patched');
      return {
        old: each.old.map(numbered),
        new: each.new.map(numbered),
        signature: each.signature !== undefined,
      };
    }),
    tasks: Object.values(tasks).map((task) => {
      if (task.kind === 'kthread') return ['kthread', ...task.runs.map(numbered)].join();
      if (task.kind !== 'user') return expect.fail(task.kind);
      expect(task).toMatchObject({ runs: [expect.any(String)] });
      return task.runs
        .flatMap((name) => syscalls[name] ?? [])
        .map(numbered)
        .join();
    }),
    removed: patch?.removed === true,
  };
}

/** The same text for all that differ in the names of functions and the order of tasks only. */
function classOf({ functions, tasks, removed }: Plain): string {
  const orders = permutations(functions.map((_, index) => index));
  const texts = orders.map((order) => {
    const rename = (text: string): string =>
      text.replaceAll(/call (\d)/g, (_, old: string) => `call ${order.indexOf(Number(old))}`);
    return JSON.stringify([
      order.map((old) => {
        const each = functions[old];
        return [each?.old.map(rename), each?.new.map(rename), each?.signature];
      }),
      tasks.map(rename).sort(),
      removed,
    ]);
  });
  return texts.sort()[0] as string;
}

function permutations(items: readonly number[]): readonly (readonly number[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((first) =>
    permutations(items.filter((each) => each !== first)).map((rest) => [first, ...rest]),
  );
}

/** All lists of at most so many items. */
function listsOf<T>(items: readonly T[], most: number): readonly (readonly T[])[] {
  if (most === 0) return [[]];
  return [[], ...items.flatMap((first) => listsOf(items, most - 1).map((rest) => [first, ...rest]))];
}

function taskKinds(functions: number): readonly string[] {
  const calls = Array.from({ length: functions }, (_, index) => `call ${index}`);
  return [
    ...calls,
    ...calls.flatMap((one) => calls.map((other) => `${one},${other}`)),
    ...calls.flatMap((call) => [`kthread,${call}`, `kthread,${call},safe-point`]),
  ];
}

/** All scenarios with exactly so many functions, each calling those that `callable` says. */
function everything(
  functions: number,
  { tasks, statements }: Bounds,
  callable: (caller: number) => readonly number[],
): readonly Plain[] {
  let declared: readonly Plain['functions'][] = [[]];
  const sizeOf = (some: Plain['functions']): number =>
    some.reduce((sum, each) => sum + each.old.length + each.new.length + Number(each.signature), 0);
  for (let each = 0; each < functions; each++) {
    const alphabet = [...letters, ...callable(each).map((called) => `call ${called}`)];
    const bodies = listsOf(alphabet, statements);
    declared = declared
      .flatMap((before) =>
        bodies.flatMap((old) =>
          bodies.flatMap((changed) =>
            [false, true].map((signature) => [...before, { old: [...old], new: [...changed], signature }]),
          ),
        ),
      )
      .filter((some) => sizeOf(some) <= statements);
  }
  const teams = listsOf(taskKinds(functions), tasks).filter((team) => team.length > 0);
  return declared.flatMap((some) =>
    teams.flatMap((team) => [false, true].map((removed) => ({ functions: some, tasks: team, removed }))),
  );
}

function isAcyclic({ functions }: Plain): boolean {
  const callsOf = (index: number): readonly number[] =>
    [...(functions[index]?.old ?? []), ...(functions[index]?.new ?? [])]
      .filter((each) => each.startsWith('call '))
      .map((each) => Number(each.slice('call '.length)));
  const comesTo = (index: number, depth: number): boolean =>
    depth > functions.length || callsOf(index).some((called) => comesTo(called, depth + 1));
  return functions.every((_, index) => !comesTo(index, 0));
}

/** Whether every function is called by a task, or by one that is. */
function isAllCalled({ functions, tasks }: Plain): boolean {
  let text = tasks.join();
  for (const _ of functions)
    for (const [index, { old, new: changed }] of functions.entries())
      if (text.includes(`call ${index}`)) text += [old, changed].join();
  return functions.every((_, index) => text.includes(`call ${index}`));
}

/** Whether a task that is no kernel thread comes to a function that has a safe point. */
function isParkedInSyscall({ functions, tasks }: Plain): boolean {
  let text = tasks.filter((each) => !each.startsWith('kthread')).join();
  for (const _ of functions)
    for (const [index, { old, new: changed }] of functions.entries())
      if (text.includes(`call ${index}`)) text += [old, changed].join();
  return text.includes('safe-point');
}

const countOf = (bounds: Bounds): number => [...scenariosWithin(bounds)].length;

describe('with one function', () => {
  // A task calls once, calls twice, or is a kernel thread with or without a safe point: four kinds. Twice for removal.
  // Of those that are looked at, safe points are left out where any task is not a kernel thread.
  test.for<[tasks: number, statements: number, count: number, lookedAt: number, why: string]>([
    [1, 0, 8, 8, '4 tasks'],
    [2, 0, 28, 28, '4 tasks, and 10 pairs of them'],
    [3, 0, 68, 68, '4 tasks, 10 pairs, 20 triples'],
    [
      1,
      1,
      104,
      112,
      '4 tasks; nothing, one of 5 statements in one of 2 bodies, a signature: 12; 2 kernel threads; 2',
    ],
    [2, 1, 356, 392, '14 teams; 12; 5 of kernel threads; 2'],
    [
      1,
      2,
      924,
      1072,
      '4 tasks; 12, two of 5 in 75 ways, one beside a signature in 10: 97; 2 kernel threads; 37',
    ],
  ])('%i tasks and %i statements there are %i scenarios', ([tasks, statements, count, lookedAt]) => {
    const bounds = { tasks, functions: 1, statements };
    expect(countOf(bounds)).toBe(count);
    expect(countWithin(bounds)).toBe(lookedAt);
  });
});

const small: readonly Bounds[] = [
  { tasks: 1, functions: 1, statements: 2 },
  { tasks: 2, functions: 2, statements: 0 },
  { tasks: 2, functions: 2, statements: 1 },
  { tasks: 1, functions: 2, statements: 2 },
  { tasks: 3, functions: 3, statements: 0 },
  { tasks: 1, functions: 3, statements: 1 },
  { tasks: 1, functions: 4, statements: 0 },
];

describe('within small bounds', () => {
  const title = ({ tasks, functions, statements }: Bounds): string =>
    `${tasks} tasks, ${functions} functions, ${statements} statements`;

  test.for(small.map((bounds) => [title(bounds), bounds] as const))('%s: each once', ([, bounds]) => {
    const classes = [...scenariosWithin(bounds)].map((document) => classOf(plainOf(document)));
    expect(new Set(classes).size).toBe(classes.length);
    const expected = new Set(
      Array.from({ length: bounds.functions }, (_, index) => index + 1).flatMap((functions) => {
        const others = (caller: number): readonly number[] =>
          Array.from({ length: functions }, (_, index) => index).filter((index) => index !== caller);
        return everything(functions, bounds, others)
          .filter((each) => isAcyclic(each) && isAllCalled(each) && !isParkedInSyscall(each))
          .map(classOf);
      }),
    );
    expect(expected.size).toBeGreaterThan(0);
    const found = new Set(classes);
    expect([...expected].filter((each) => !found.has(each))).toEqual([]);
    expect(found.size).toBe(expected.size);
  });

  test.for(small.map((bounds) => [title(bounds), bounds] as const))(
    '%s: the number before names are left out',
    ([, bounds]) => {
      let count = 0;
      for (let functions = 1; functions <= bounds.functions; functions++) {
        const later = (caller: number): readonly number[] =>
          Array.from({ length: functions }, (_, index) => index).filter((index) => index > caller);
        const sorted = everything(functions, bounds, later).filter(
          ({ tasks }) => JSON.stringify(tasks) === JSON.stringify([...tasks].sort()),
        );
        count += sorted.length;
      }
      expect(countWithin(bounds)).toBe(count);
      expect(countOf(bounds)).toBeLessThanOrEqual(count);
    },
  );
});

test('all of them are well-formed, and within the bounds', () => {
  for (const document of scenariosWithin({ tasks: 2, functions: 2, statements: 1 })) {
    expect(resolveDocument(document, 'enumerated')).toMatchObject({ ok: true });
    expect(Object.keys(document.tasks).length).toBeLessThanOrEqual(2);
    expect(Object.keys(document.functions).length).toBeLessThanOrEqual(2);
  }
});

test('the same order each time', () => {
  const bounds = { tasks: 1, functions: 2, statements: 1 };
  expect([...scenariosWithin(bounds)]).toEqual([...scenariosWithin(bounds)]);
});
