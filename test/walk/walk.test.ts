import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kgraft } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { compose, instantiate } from '../../src/livepatch/index.js';
import {
  choicesOf,
  choose,
  follow,
  printPath,
  startWalk,
  undo,
  type Walk,
  walkAlong,
} from '../../src/walk/index.js';
import { scenarioOf } from '../support/scenarios.js';
import { randomSeed, scaled } from '../support/seed.js';

const composition = compose(
  scenarioOf(`scenario: s
locks: [A, B]
functions:
  update: { old: [lock A, lock B, unlock B, unlock A], new: [lock B, lock A, unlock A, unlock B] }
syscalls: { write: [call update] }
tasks: { writer: { kind: user, count: 2, runs: [write] } }
`),
  instantiate(kgraft),
  properties.filter(({ kind }) => kind === 'safety'),
);
const start = startWalk(composition);

const choices = fc.array(fc.nat(), { minLength: 1, maxLength: 30 });

/** Each number chooses among the steps that there are. */
function walked(numbers: readonly number[]): Walk {
  return numbers.reduce((walk, number) => {
    const count = choicesOf(walk).length;
    return count === 0 ? walk : (choose(walk, 1 + (number % count)) ?? expect.fail('a choice is taken'));
  }, start);
}

test('a walk is found again by its path, by its states, and backwards', () => {
  fc.assert(
    fc.property(choices, (numbers) => {
      const walk = walked(numbers);
      const again = walkAlong(start, printPath(walk));
      expect(again.ok && again.walk.state.equals(walk.state)).toBe(true);
      const states = [...walk.steps.slice(1).map(({ before }) => before), walk.state];
      const followed = states.reduce<Walk | undefined>((each, state) => each && follow(each, state), start);
      expect(followed?.state.equals(walk.state)).toBe(true);
      expect(undo(walk)?.state.equals(walk.steps.at(-1)?.before)).toBe(true);
    }),
    { numRuns: scaled(10), seed: randomSeed('walks') },
  );
});

test('a step says what it violates', () => {
  const walk = walkAlong(start, '1.1.3');
  if (!walk.ok) return expect.fail('no such path');
  const patching = choicesOf(walk.walk).map(({ task }) => task);
  expect(patching).toContain('writer.2');
  const entered = ['enters the kernel: write()', 'calls update, enters its new body'].reduce(
    (each, action) => {
      const number = choicesOf(each).findIndex(
        (choice) => choice.task === 'writer.2' && choice.action === action,
      );
      return choose(each, number + 1) ?? expect.fail(action);
    },
    walk.walk,
  );
  expect(entered.steps.at(-1)?.violates).toEqual(['global-consistency', 'atomic-switch']);
});

test('a path with a choice that there is not says which', () => {
  expect(walkAlong(start, '1.77')).toEqual({ ok: false, at: 2 });
  expect(walkAlong(start, 'x')).toEqual({ ok: false, at: 1 });
  expect(undo(start)).toBeUndefined();
});
