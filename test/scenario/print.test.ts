import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printStatement } from '../../src/scenario/index.js';
import { scenarioOf } from '../support/scenarios.js';
import { randomSeed, scaled } from '../support/seed.js';

/** The statements of the old body of `f`. */
const parse = (texts: readonly string[]) => {
  const declaration = scenarioOf(`
scenario: test
locks: [A, B]
events: [E]
data: { D: [x, y], other: [x, y], n: -1..2 }
functions:
  f: { old: ${JSON.stringify(texts)}, new: [] }
  g: []
syscalls: { read: [call f] }
tasks: { reader: { kind: user, runs: [read] } }
`).functions[0];
  return declaration?.kind === 'patched' ? declaration.old : expect.fail();
};

const name = (...names: readonly string[]) => fc.constantFrom(...names);
const words = (...parts: readonly fc.Arbitrary<string>[]) => fc.tuple(...parts).map((each) => each.join(' '));

const statementText = fc.oneof(
  name(
    'sleep',
    'sleep uninterruptible',
    'return',
    'call g',
    'wake E',
    'wait E',
    'wait E uninterruptible',
    'wait E without-safe-point',
  ),
  words(name('lock', 'unlock'), name('A', 'B')),
  words(fc.constant('set'), fc.constant('D'), name('x', 'y', 'other')),
  words(fc.constant('set'), fc.constant('n'), name('-1', '0', '2')),
  words(name('increment', 'decrement'), fc.constant('n')),
  words(fc.constant('assert'), fc.constant('D'), name('=', '!='), name('x', 'y', 'other')),
);

test('a statement is printed as it was written', () => {
  fc.assert(
    fc.property(fc.array(statementText, { maxLength: 5 }), (texts) => {
      expect(parse(texts).map(printStatement)).toEqual(texts);
    }),
    { numRuns: scaled(300), seed: randomSeed('statements') },
  );
});

test('every statement knows where it stands', () => {
  const [first, second] = parse(['lock A', 'unlock A']);
  expect(first?.source).toEqual({ line: 7, column: 14 });
  expect(second?.source).toEqual({ line: 7, column: 23 });
});
