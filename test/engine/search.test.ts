import { expect, test } from 'vitest';
import { type Budget, type Requirements, search, unlimited } from '../../src/engine/index.js';
import {
  add,
  always,
  conditional,
  defineSystem,
  type Expression,
  not,
  range,
  shared,
} from '../../src/system/index.js';

/** A system that counts from 0 to `limit`, one step at a time, and then over again. */
function counting(limit: number) {
  const count = shared('count', range(0, limit), 0);
  const guard: Expression<boolean> = always;
  const next = conditional<number>(count.is(limit), 0, add(count.value, 1));
  const system = defineSystem({
    variables: [count],
    templates: [
      {
        name: 'counter',
        count: 1,
        roles: ['counter'],
        graph: {
          initial: 'here',
          locations: [{ name: 'here', labels: [] }],
          edges: [
            {
              from: 'here',
              to: 'here',
              action: { name: 'counts', tags: [] },
              guard,
              assignments: [count.becomes(next)],
              assertions: [],
            },
          ],
        },
      },
    ],
  });
  const never = (value: number): Requirements => ({
    invariants: [{ property: 'never', holds: not(count.is(value)) }],
    goals: new Map([['that value', count.is(value)]]),
  });
  return { system, never };
}

const within = (budget: Partial<Budget>) => ({ budget: { ...unlimited, ...budget } });

test('every state is visited, and the counterexample is a shortest one', async () => {
  const { system, never } = counting(999);
  const { stopped, counterexamples, statistics, reached } = await search(system, never(700));
  expect(stopped).toBeUndefined();
  expect(statistics).toMatchObject({ states: 1000, transitions: 1000, depth: 999 });
  expect(counterexamples.get('never')?.states).toHaveLength(701);
  expect(reached).toEqual(new Set(['that value']));
});

test.each([
  ['max-states', { maxStates: 100 }],
  ['memory', { memoryBytes: 30_000 }],
  ['timeout', { timeoutMs: 0 }],
] as const)('%s stops the search, and it says so', async (reason, budget) => {
  const { system, never } = counting(100_000);
  const { stopped, counterexamples, statistics } = await search(system, never(90_000), within(budget));
  expect(stopped).toBe(reason);
  expect(counterexamples.size).toBe(0);
  expect(statistics.states).toBeLessThan(100_000);
});

test('a violation that was found before the budget ran out is a violation', async () => {
  const { system, never } = counting(100_000);
  const { stopped, counterexamples } = await search(system, never(5), within({ maxStates: 5000 }));
  expect(stopped).toBe('max-states');
  expect(counterexamples.get('never')?.states).toHaveLength(6);
});

test('a limit of just as many states as there are stops nothing', async () => {
  const { system, never } = counting(999);
  expect((await search(system, never(5), within({ maxStates: 1000 }))).stopped).toBeUndefined();
  expect((await search(system, never(5), within({ maxStates: 999 }))).stopped).toBe('max-states');
});

test('a signal stops the search', async () => {
  const { system, never } = counting(100_000);
  const { stopped } = await search(system, never(90_000), { signal: AbortSignal.abort() });
  expect(stopped).toBe('interrupted');
});
