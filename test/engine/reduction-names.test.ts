import { expect, test } from 'vitest';
import { reductionNames, type SearchResult, search } from '../../src/engine/index.js';
import {
  add,
  always,
  and,
  at,
  defineSystem,
  not,
  OutOfRangeError,
  type ProcessReference,
  processNamed,
  processOf,
  range,
  shared,
} from '../../src/system/index.js';
import { expectSameVerdicts } from '../support/expect-same-verdicts.js';
import { named } from '../support/named.js';
import { edge, template, walk } from '../support/small-system.js';

/* Processes of one template are alike only as long as nobody calls one of them by its name. */

const walkers = [template('p', 3, 'abc', walk('abc'))];
const [first, second] = ['p.1', 'p.2'].map(processNamed) as [ProcessReference, ProcessReference];

function symmetryOf({ statistics }: SearchResult) {
  return statistics.reductions.find(({ name }) => name === 'symmetry');
}

test('who is named in what is asked is not like the others', async () => {
  const system = defineSystem({ variables: [], templates: walkers });
  const isAhead = and(at(first, 'c'), at(second, 'a'));
  const isBehind = and(at(first, 'a'), at(second, 'c'));
  const requirements = {
    invariants: [{ property: 'ahead', holds: not(isAhead) }],
    goals: named([isBehind, isAhead]),
  };
  await expectSameVerdicts(system, requirements, 1000);
  const two = defineSystem({ variables: [], templates: [template('p', 2, 'abc', walk('abc'))] });
  const result = await search(two, requirements, { reductions: reductionNames });
  expect(symmetryOf(result)).toEqual({
    name: 'symmetry',
    on: false,
    reason: 'no two processes are interchangeable',
  });
  expect(result.reached).toEqual(new Set(['0', '1']));
});

test('who is named by a variable at the start is not like the others', async () => {
  const owner = shared('owner', processOf('p'), 'p.1');
  const steps = [edge('a', 'b', { guard: owner.is('p.1') }), edge('b', 'c')];
  const system = defineSystem({ variables: [owner], templates: [template('p', 3, 'abc', steps)] });
  await expectSameVerdicts(
    system,
    { invariants: [], goals: named([and(at(second, 'c'), at(first, 'a'))]) },
    1000,
  );
});

test.each([[[]], [reductionNames]])('a step that leaves a range is an error, with %j', async (reductions) => {
  const level = shared('level', range(0, 2), 0);
  const up = { assignments: [level.becomes(add(level.value, 1))], guard: always };
  const steps = [edge('a', 'b', up), edge('b', 'c', up), edge('c', 'd', up)];
  const system = defineSystem({ variables: [level], templates: [template('p', 1, 'abcd', steps)] });
  await expect(search(system, { invariants: [], goals: new Map() }, { reductions })).rejects.toThrow(
    OutOfRangeError,
  );
});
