import { expect, test } from 'vitest';
import { type ReductionName, type Requirements, reductionNames, search } from '../../src/engine/index.js';
import {
  and,
  at,
  boolean,
  defineSystem,
  type Expression,
  exists,
  forEach,
  identity,
  not,
  or,
  perProcess,
  processNamed,
  processOf,
  range,
  type System,
  self,
  shared,
} from '../../src/system/index.js';
import { named } from '../support/named.js';
import { edge, template, walk } from '../support/small-system.js';

/*
 * Systems so small that it is known by hand which states each reduction leaves: one more state is an opportunity lost,
 * one less may be a violation lost.
 */

const nothing: Requirements = { invariants: [], goals: new Map() };

async function statesOf(
  system: System,
  reductions: readonly ReductionName[],
  requirements: Requirements = nothing,
): Promise<number> {
  const { stopped, statistics } = await search(system, requirements, { reductions });
  expect(stopped).toBeUndefined();
  return statistics.states;
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

function choose(n: number, k: number): number {
  return factorial(n) / (factorial(k) * factorial(n - k));
}

test.each([
  [2, 'abc'],
  [3, 'abcd'],
  [4, 'ab'],
])('%i processes with nothing in common walk through %s', async (n, locations) => {
  const k = locations.length - 1;
  const alike = defineSystem({ variables: [], templates: [template('p', n, locations, walk(locations))] });
  const different = defineSystem({
    variables: [],
    templates: Array.from({ length: n }, (_, index) => template(`p${index}`, 1, locations, walk(locations))),
  });
  for (const system of [alike, different]) {
    expect(await statesOf(system, [])).toBe((k + 1) ** n);
    // One order of all steps.
    expect(await statesOf(system, ['partial-order'])).toBe(n * k + 1);
    // Each has all of its steps before it or behind it.
    expect(await statesOf(system, ['merging'])).toBe(2 ** n);
    expect(await statesOf(system, ['partial-order', 'merging'])).toBe(n + 1);
  }
  // How many stand at each location.
  expect(await statesOf(alike, ['symmetry'])).toBe(choose(n + k, k));
  expect(await statesOf(alike, ['symmetry', 'merging'])).toBe(n + 1);
  expect(await statesOf(alike, ['symmetry', 'partial-order'])).toBe(n * k + 1);
  expect(await statesOf(alike, reductionNames)).toBe(n + 1);
  expect(await statesOf(different, ['symmetry'])).toBe((k + 1) ** n);
});

test.each([2, 3, 5])(
  'of %i processes that take a lock in turn, the order matters, but not who it is',
  async (n) => {
    const lock = shared('lock', processOf('task'), 'nobody');
    const system = defineSystem({
      variables: [lock],
      templates: [
        template('p', n, 'abc', [
          edge('a', 'b', { guard: lock.is('nobody'), assignments: [lock.becomes(identity(self))] }),
          edge('b', 'c', { assignments: [lock.becomes('nobody')] }),
        ]),
      ],
    });
    const full = 2 ** n + n * 2 ** (n - 1);
    expect(await statesOf(system, [])).toBe(full);
    expect(await statesOf(system, ['partial-order'])).toBe(full);
    // The last one is not seen with the lock in its hand: nobody is left who would wait for it.
    expect(await statesOf(system, ['merging'])).toBe(full - n);
    // How many are done, and whether one holds the lock.
    expect(await statesOf(system, ['symmetry'])).toBe(n + 1 + n);
  },
);

test('what a process knows of itself may be too wide for one number', async () => {
  const wide = Array.from({ length: 4 }, (_, index) => perProcess('p', `wide ${index}`, range(0, 511), 0));
  const steps = wide.flatMap((each) =>
    [1, 256, 511].map((value) => edge('a', 'b', { assignments: [each.of(self).becomes(value)] })),
  );
  const system = defineSystem({ variables: wide, templates: [template('p', 3, 'ab', steps)] });
  const each = 1 + 4 * 3;
  expect(await statesOf(system, [])).toBe(each ** 3);
  expect(await statesOf(system, ['symmetry'])).toBe(choose(each + 2, 3));
});

test.each([1, 31, 32, 70])(
  'for %i goals, steps are independent as soon as nobody looks out any more',
  async (n) => {
    const flag = shared('flag', boolean, false);
    const system = defineSystem({
      variables: [flag],
      templates: [template('p', 1, 'abc', walk('abc')), template('q', 1, 'abc', walk('abc'))],
    });
    const together = and(at(processNamed('p'), 'b'), at(processNamed('q'), 'b'));
    const looking = (last: Expression<boolean>): Requirements => ({
      invariants: [],
      goals: named([...Array.from({ length: n - 1 }, () => flag.is(true)), last]),
    });
    expect(await statesOf(system, [])).toBe(9);
    expect(await statesOf(system, ['partial-order'])).toBe(5);
    // `p` goes to `b` first, for only there it matters where `q` is; then all but ac and ab, which p has left already.
    expect(await statesOf(system, ['partial-order'], looking(and(together, flag.value)))).toBe(7);
    // bb is reached; from the next level on, who goes first does not matter: bc is not seen either.
    expect(await statesOf(system, ['partial-order'], looking(together))).toBe(6);
    const { reached } = await search(system, looking(together), { reductions: reductionNames });
    expect(reached).toEqual(new Set([String(n - 1)]));
  },
);

test('a process is seen where an invariant asks for it', async () => {
  const system = defineSystem({ variables: [], templates: [template('p', 3, 'abcd', walk('abcd'))] });
  const invariant = { property: 'never at b', holds: not(exists('p', (each) => at(each, 'b'))) };
  const impossible = {
    property: 'never in two places',
    holds: not(exists('p', (each) => and(at(each, 'b'), at(each, 'c')))),
  };
  const { counterexamples, statistics } = await search(
    system,
    { invariants: [invariant, impossible], goals: new Map() },
    { reductions: ['merging'] },
  );
  expect([...counterexamples.keys()]).toEqual(['never at b']);
  // The first is seen at b. Then the question is decided, and everybody else is at a or at d.
  expect(statistics.states).toBe(2 ** 3 + 3 * 2 ** 2);
});

test('where processes go round, each has its turn', async () => {
  const flag = shared('flag', boolean, false);
  const system = defineSystem({
    variables: [flag],
    templates: [
      template('p', 2, 'ab', [edge('a', 'b'), edge('b', 'a')]),
      template('q', 1, 'ab', [edge('a', 'b', { assignments: [flag.becomes(true)] })]),
    ],
  });
  expect(await statesOf(system, [])).toBe(8);
  // q goes first; then one of the others from a to b, and back before the other does.
  expect(await statesOf(system, ['partial-order'])).toBe(4);
  const { reached } = await search(
    system,
    { invariants: [], goals: named([flag.value]) },
    { reductions: reductionNames },
  );
  expect(reached).toEqual(new Set(['0']));
});

test('a step that gives a variable the value that it has changes nothing', async () => {
  const flag = shared('flag', boolean, false, true);
  const system = defineSystem({
    variables: [flag],
    templates: [
      template('p', 1, 'ab', [edge('a', 'b', { assignments: [flag.becomes(false)] })]),
      template('q', 1, 'ab', [edge('a', 'b', { guard: not(flag.value) })]),
    ],
  });
  // Four where the flag is down, and the one in which p has not lowered it.
  expect(await statesOf(system, [])).toBe(5);
  // q after p only.
  expect(await statesOf(system, ['partial-order'])).toBe(4);
});

const raised = perProcess('p', 'raised', boolean, true);

test.each([
  ['to all', edge('a', 'c', { assignments: [forEach('p', (each) => raised.of(each).becomes(false))] })],
  [
    'to a chosen one',
    edge('a', 'c', {
      choice: { binder: 'chosen', role: 'p' },
      assignments: [raised.of({ kind: 'bound', binder: 'chosen' }).becomes(false)],
    }),
  ],
])('a value that one step keeps, another may change by an assignment %s', async (_, lowers) => {
  const seen = shared('seen', boolean, false);
  const keeps = edge('a', 'b', { assignments: [raised.of(self).becomes(true)] });
  const last = edge('c', 'd', { guard: seen.value });
  const system = defineSystem({
    variables: [raised, seen],
    templates: [
      template('p', 1, 'abcd', [keeps, lowers, last]),
      template('q', 1, 'ab', [
        edge('a', 'b', { guard: raised.of(processNamed('p')).value, assignments: [seen.becomes(true)] }),
      ]),
    ],
  });
  // aa, ab, ba, bb, ca, cb, db: the last is reached only if q moves before p.
  expect(await statesOf(system, [])).toBe(7);
  const { firedEdges } = await search(system, nothing, { reductions: reductionNames });
  expect(firedEdges).toContain(last);
});

test('of where a process stands, only what is asked for counts', async () => {
  const p = processNamed('p');
  const system = defineSystem({
    variables: [],
    templates: [
      template('p', 1, 'abc', walk('abc')),
      template('q', 1, 'ab', [edge('a', 'b', { guard: or(at(p, 'a'), at(p, 'b')) })]),
    ],
  });
  expect(await statesOf(system, [])).toBe(6);
  // Whether q goes before p goes from a to b does not matter: p goes first, and ab is not seen.
  expect(await statesOf(system, ['partial-order'])).toBe(5);
});

test.each([2, 3, 40])('of %i processes alike, all but one may be stuck', async (n) => {
  const taken = shared('taken', boolean, false);
  const system = defineSystem({
    variables: [taken],
    templates: [
      template('p', n, 'abc', [
        edge('a', 'b', { guard: not(taken.value), assignments: [taken.becomes(true)] }),
        edge('b', 'c'),
      ]),
    ],
  });
  const deadlock = { properties: ['deadlock'], role: 'p' };
  expect(await statesOf(system, [])).toBe(1 + 2 * n);
  expect(await statesOf(system, ['symmetry'])).toBe(3);
  expect(await statesOf(system, reductionNames)).toBe(2);
  for (const reductions of [[], ['symmetry'], reductionNames] as const) {
    const { counterexamples } = await search(system, { ...nothing, deadlock }, { reductions });
    expect(counterexamples.get('deadlock')?.stuckProcesses).toHaveLength(n - 1);
  }
});
