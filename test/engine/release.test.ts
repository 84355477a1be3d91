import { expect, onTestFinished, test } from 'vitest';
import {
  type Analysis,
  type Requirements,
  type SearchOptions,
  search,
  unlimited,
} from '../../src/engine/index.js';
import {
  add,
  at,
  boolean,
  defineSystem,
  less,
  OutOfRangeError,
  range,
  type System,
  self,
  shared,
} from '../../src/system/index.js';
import { smallBudget } from '../support/small-budget.js';
import { running, startedThreads } from '../support/started-threads.js';

/** Two counters, each of which is counted up to a limit by a process of its own. */
function counting(limit: number, high: number): System {
  const counters = ['one', 'other'].map((name) => shared(name, range(0, high), 0));
  return defineSystem({
    variables: counters,
    templates: counters.map((counter) => ({
      name: `counts ${counter.name}`,
      count: 1,
      roles: ['counter'],
      graph: {
        initial: 'here',
        locations: [{ name: 'here', labels: ['here'], end: true }],
        edges: [
          {
            from: 'here',
            to: 'here',
            action: { name: 'counts', tags: [] },
            guard: less(counter.value, limit),
            assignments: [counter.becomes(add(counter.value, 1))],
            assertions: [],
          },
        ],
      },
    })),
  });
}

const nothingAsked: Requirements = { invariants: [], goals: new Map() };

/** Three threads share every level, the smallest too. */
const parallelism = { jobs: 3, fromStates: 0, fromWidth: 1, waits: true };
const together: SearchOptions = { parallelism, budget: smallBudget };

const asked: Requirements = { ...nothingAsked, deadlock: { properties: ['stuck'], role: 'counter' } };

const unbound = new Map([['unbound', at(self, 'here')]]);

test.each<readonly [string, SearchOptions, number]>([
  ['alone', {}, 0],
  ['together', together, 2],
])('when a search has ended well, so have its threads: %s', async (_, options, count) => {
  const threads = startedThreads();
  const { statistics } = await search(counting(40, 40), asked, options);
  expect(statistics.states).toBe(41 * 41);
  expect(threads).toHaveLength(count);
  expect(running(threads)).toBe(0);
});

test('so have those of one whose step leaves its range', async () => {
  const threads = startedThreads();
  await expect(search(counting(41, 40), asked, together)).rejects.toThrow(OutOfRangeError);
  expect(threads).toHaveLength(2);
  expect(running(threads)).toBe(0);
});

const throwing: Analysis<never> = {
  conditions: [],
  // biome-ignore lint/correctness/useYield: it throws before there is anything to pause for
  *run() {
    throw new Error('no answer');
  },
};
const askedInVain: Requirements = { ...asked, analyses: new Map([['question', throwing]]) };

test('so have those of one whose analysis throws', async () => {
  const threads = startedThreads();
  await expect(search(counting(40, 40), askedInVain, together)).rejects.toThrow('no answer');
  expect(threads).toHaveLength(2);
  expect(running(threads)).toBe(0);
});

const onProgress = (): void => {
  throw new Error('seen enough');
};

test('so have those of one whose caller throws while it looks on', async () => {
  const threads = startedThreads();
  const options = { ...together, onProgress };
  await expect(search(counting(2000, 2000), asked, options)).rejects.toThrow('seen enough');
  expect(threads).toHaveLength(2);
  expect(running(threads)).toBe(0);
});

test('so have those of one that stops at a budget', async () => {
  const threads = startedThreads();
  const budget = { ...smallBudget, maxStates: 500 };
  const { stopped } = await search(counting(400, 400), asked, { ...together, budget });
  expect(stopped).toBe('max-states');
  expect(threads).toHaveLength(2);
  expect(running(threads)).toBe(0);
});

/** How many large pieces of shared memory are made from now on, until the test is finished. */
function madeMemory(): { count: number } {
  const made = { count: 0 };
  const original = globalThis.SharedArrayBuffer;
  globalThis.SharedArrayBuffer = class extends original {
    constructor(bytes: number) {
      super(bytes);
      if (bytes >= 4096) made.count += 1;
    }
  } as SharedArrayBufferConstructor;
  onTestFinished(() => {
    globalThis.SharedArrayBuffer = original;
  });
  return made;
}

const flags = Array.from({ length: 11 }, (_, index) => shared(`flag ${index}`, boolean, false, true));
const { templates, variables } = counting(1, 1);
const manyInitialStates = defineSystem({ variables: [...variables, ...flags], templates });

/** More than memory that is free for the next search is kept of. */
const often = 8;

test.each<readonly [string, () => Promise<unknown>]>([
  ['whose step leaves its range', () => search(counting(41, 40), asked)],
  ['whose analysis throws', () => search(counting(40, 40), askedInVain)],
  ['whose code cannot be generated', () => search(counting(1, 1), { invariants: [], goals: unbound })],
  [
    'whose initial states have no room',
    () => search(manyInitialStates, asked, { budget: { ...unlimited, memoryBytes: 1 } }),
  ],
])('a search %s leaves its memory to the next', async (_, attempt) => {
  await expect(attempt()).rejects.toThrow();
  const made = madeMemory();
  for (let each = 0; each < often; each++) await expect(attempt()).rejects.toThrow();
  expect(made.count).toBe(0);
});
