import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Condition, printCondition, printStatement } from '../../src/scenario/index.js';
import { scenarioOf } from '../support/scenarios.js';
import { randomSeed, scaled } from '../support/seed.js';

/** The statements of the old body of `f`. */
const parse = (texts: readonly string[]) => {
  const declaration = scenarioOf(`
scenario: test
locks: [A, B]
events: [E, until]
objects: { o: { fields: { s: [x, y], c: 0..2, r: { refers-to: o } }, locks: [l], shadow: { v: [x], w: 0..2 }, refcount: 2 } }
data: { ref: { refers-to: o, per: task }, D: [x, y, freezable], other: [x, y, freezable], n: -1..2, m: 0..5, not: [x, and] }
functions:
  f: { old: ${JSON.stringify(texts)}, new: [] }
  g: []
  h: { signature: { parameters: { a: [x, y, freezable], b: -1..2 }, returns: 0..5 }, body: [return m] }
syscalls: { read: [call f] }
tasks: { reader: { kind: user, runs: [read] } }
`).functions[0];
  return declaration?.kind === 'patched' ? (declaration.versions.get('old') ?? []) : expect.fail();
};

const name = (...names: readonly string[]) => fc.constantFrom(...names);
const words = (...parts: readonly fc.Arbitrary<string>[]) => fc.tuple(...parts).map((each) => each.join(' '));

const statementText = fc.oneof(
  name(
    'sleep',
    'sleep uninterruptible',
    'return',
    'call g',
    'call h(x, 2)',
    'call h(other, n) -> m',
    'wake E',
    'wait E',
    'wait E uninterruptible',
    'wait E without-safe-point',
  ),
  words(name('lock', 'unlock'), name('A', 'B', 'ref->l', 'ref->r->l')),
  words(name('new', 'pick', 'free', 'get', 'put'), name('ref', 'ref->r', 'ref->r->r')),
  words(name('shadow-alloc', 'shadow-get-or-alloc', 'shadow-free'), name('ref->v', 'ref->r->w')),
  name('shadow-free-all v', 'set ref ref->r', 'set ref->r none', 'set ref->s x', 'set ref->w ref->c + 1'),
  words(
    name('assert', 'wait until'),
    name(
      'ref->v = none',
      'ref != none and ref->w < 2',
      'ref = ref->r',
      'not (ref->r->s = ref->s or ref->c > 0)',
    ),
  ),
  words(fc.constant('set'), fc.constant('D'), name('x', 'y', 'other')),
  words(fc.constant('set'), fc.constant('n'), name('-1', '0', '2')),
  words(name('increment', 'decrement'), fc.constant('n')),
  words(fc.constant('assert'), fc.constant('D'), name('=', '!='), name('x', 'y', 'other')),
  words(fc.constant('assert'), fc.constant('n'), name('<', '<=', '>', '>=', '=', '!='), name('-1', '2', 'm')),
  words(fc.constant('set'), fc.constant('n'), name('n', 'm'), name('+', '-'), name('0', '7', 'm', 'n')),
  words(
    fc.constant('wait until'),
    name('D = x', 'D = freezable', 'n < m', 'n >= 0 and D != other', 'not (n = 1 or D = x) and m > 2'),
    name('uninterruptible', 'freezable', 'without-safe-point'),
  ),
  name('wait until D = freezable', 'wait until not = and', 'wait until', 'wait until freezable'),
);

const comparison: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constant('comparison'),
    data: fc.constant('D'),
    operator: fc.constantFrom('=', '!='),
    operand: fc.oneof(
      fc.record({ kind: fc.constant('value'), value: fc.constantFrom('x', 'freezable') }),
      fc.constant({ kind: 'data', data: 'other' } as const),
    ),
  }),
  fc.constant({
    kind: 'comparison',
    data: 'not',
    operator: '=',
    operand: { kind: 'value', value: 'and' },
  } as const),
  fc.record({
    kind: fc.constant('comparison'),
    data: fc.constant('n'),
    operator: fc.constantFrom('=', '!=', '<', '<=', '>', '>='),
    operand: fc.oneof(
      fc.record({ kind: fc.constant('value'), value: fc.integer({ min: -1, max: 2 }) }),
      fc.constant({ kind: 'data', data: 'm' } as const),
    ),
  }),
);

/** As the parser gives them: no `and` stands right in an `and`, nor an `or` in an `or`. */
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    comparison,
    fc.record({ kind: fc.constant('not'), operand: tie('condition') }),
    fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(tie('condition'), { minLength: 2, maxLength: 3 }))
      .map(([kind, operands]) => ({
        kind,
        operands: operands.flatMap((each) => (each.kind === kind ? each.operands : [each])),
      })),
  ),
}));

test('a condition that is printed and parsed again is the same', () => {
  fc.assert(
    fc.property(condition, (each) => {
      const [parsed] = parse([`assert ${printCondition(each)}`]);
      expect(parsed).toMatchObject({ kind: 'assert', condition: each });
    }),
    { numRuns: scaled(500), seed: randomSeed('conditions') },
  );
});

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
  expect(first?.source).toEqual({ line: 8, column: 14 });
  expect(second?.source).toEqual({ line: 8, column: 23 });
});
