import { expect, test } from 'vitest';
import { search } from '../../src/engine/index.js';
import { defineSystem, type ProcessTemplate, range, shared } from '../../src/system/index.js';
import { referenceSearch } from '../support/reference-search.js';

/** `count` processes that take one step each, in turn, up to the one whose turn is `last`. */
function inTurn(count: number, last: number) {
  const turn = shared('turn', range(0, count), 0);
  const templates = Array.from(
    { length: count },
    (_, index): ProcessTemplate => ({
      name: `p${index}`,
      count: 1,
      roles: ['player'],
      graph: {
        initial: 'waiting',
        locations: [
          { name: 'waiting', labels: [] },
          { name: 'done', labels: [], end: true },
        ],
        edges: [
          {
            from: 'waiting',
            to: 'done',
            action: { name: 'plays', tags: [] },
            guard: turn.is(index),
            assignments: index === last ? [] : [turn.becomes(index + 1)],
            assertions: [],
          },
        ],
      },
    }),
  );
  return defineSystem({ variables: [turn], templates });
}

const requirements = {
  invariants: [],
  goals: new Map(),
  deadlock: { properties: ['deadlock'], role: 'player' },
};

test.each([
  [3, 1, ['p2']],
  [40, 35, ['p36', 'p37', 'p38', 'p39']],
])('of %i processes in turn up to number %i, the others are stuck', async (count, last, stuck) => {
  const { counterexamples } = await search(inTurn(count, last), requirements);
  expect(counterexamples.get('deadlock')).toMatchObject({ stuckProcesses: stuck });
});

test('when every process has its turn, none is stuck: where they stop is an end', async () => {
  const { counterexamples, statistics } = await search(inTurn(40, 39), requirements);
  expect(counterexamples.size).toBe(0);
  expect(statistics.states).toBe(41);
});

test('the reference search agrees', () => {
  expect(referenceSearch(inTurn(5, 2), requirements).violations).toEqual(new Map([['deadlock', 0]]));
  expect(referenceSearch(inTurn(5, 4), requirements).violations).toEqual(new Map());
});
