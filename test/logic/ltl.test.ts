import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  AutomatonTooLargeError,
  atomsOf,
  type Formula,
  parseFormula,
  printFormula,
  toBuchi,
} from '../../src/logic/index.js';
import { arbitraryAtom, arbitraryFormula } from '../support/arbitrary-formula.js';
import { accepts, type Lasso, satisfies } from '../support/lasso.js';
import { randomRuns, randomSeed, scaled } from '../support/seed.js';

const atoms = ['a', 'b', 'sleeping(writer)'];

const constants = fc.constantFrom('true' as const, 'false' as const).map((kind): Formula => ({ kind }));
const formulas = arbitraryFormula(fc.oneof(arbitraryAtom(atoms), constants), { depthSize: 'small' });

const lassos: fc.Arbitrary<Lasso> = fc
  .array(fc.subarray(atoms), { minLength: 1, maxLength: 5 })
  .chain((letters) =>
    fc.record({
      letters: fc.constant(letters.map((letter) => new Set(letter))),
      loopStart: fc.integer({ min: 0, max: letters.length - 1 }),
    }),
  );

const parse = (text: string): Formula => {
  const parsed = parseFormula(text);
  return parsed.ok ? parsed.formula : expect.fail(`${text}: ${parsed.error.message}`);
};

test('a formula that is printed parses to itself', () => {
  fc.assert(
    fc.property(formulas, (formula) => {
      expect(parse(printFormula(formula))).toEqual(formula);
    }),
    { numRuns: randomRuns, seed: randomSeed('printed formulas') },
  );
});

test('an automaton accepts exactly the words that satisfy its formula', () => {
  fc.assert(
    fc.property(formulas, lassos, (formula, lasso) => {
      expect(accepts(toBuchi(formula, 100_000), lasso)).toBe(satisfies(lasso, formula));
    }),
    { numRuns: randomRuns, seed: randomSeed('automata') },
  );
});

test.each([
  ['!(a U b)', '!a R !b'],
  ['<> a', 'true U a'],
  ['[] a', 'false R a'],
  ['a W b', '(a U b) || [] a'],
  ['a U b', 'b || (a && X (a U b))'],
  ['[] (a && b)', '[] a && [] b'],
  ['<> (a || b)', '<> a || <> b'],
  ['[] <> <> a', '[] <> a'],
  ['!([] <> a)', '<> [] !a'],
  ['a R b', '!(!a U !b)'],
  ['X (a U b)', 'X a U X b'],
])('%s is equivalent to %s', (one, other) => {
  const both = toBuchi(parse(`!((${one}) <-> (${other}))`), 100_000);
  fc.assert(
    fc.property(lassos, (lasso) => {
      expect(satisfies(lasso, parse(one))).toBe(satisfies(lasso, parse(other)));
      expect(accepts(both, lasso)).toBe(false);
    }),
    { numRuns: scaled(200), seed: randomSeed('equivalences') },
  );
});

test.each([
  ['[] (sleeping(writer) -> <> running(writer))', '[] (sleeping(writer) -> <> running(writer))'],
  ['a -> b -> c', 'a -> b -> c'],
  ['(a -> b) -> c', '(a -> b) -> c'],
  ['a || b && c U d', 'a || b && c U d'],
  ['((a || b)) && c', '(a || b) && c'],
  ['!X<>[]a', '!X <> [] a'],
  ['X(a)', 'X a'],
  ['true U false', 'true U false'],
])('%s is printed as %s', (text, printed) => {
  expect(printFormula(parse(text))).toBe(printed);
});

test.each([
  ['', 'the formula ends where an operand is expected', 1],
  ['a &&', 'the formula ends where an operand is expected', 5],
  ['a & b', "unexpected '&'", 3],
  ['(a || b', "expected ')' for the '(' at column 1", 8],
  ['a b', "unexpected 'b', expected an operator or the end", 3],
  ['[] -> a', "unexpected '->', expected an operand", 4],
  ['a)', "unexpected ')', expected an operator or the end", 2],
])('%j is no formula: %s', (text, message, column) => {
  expect(parseFormula(text)).toMatchObject({ ok: false, error: { message, column } });
});

test('the atoms of a formula', () => {
  expect(atomsOf(parse('[] (a -> <> b) && !a'))).toEqual(['a', 'b']);
});

test('a formula whose automaton is too large is refused, with the bound', () => {
  const many = Array.from({ length: 12 }, (_, index) => `<> p${index}`).join(' && ');
  expect(() => toBuchi(parse(many), 100)).toThrow(AutomatonTooLargeError);
  expect(() => toBuchi(parse(many), 100)).toThrow('more than 100 states');
});
