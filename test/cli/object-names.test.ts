import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { printScenario, simplerScenarios } from '../../src/arbitraries/index.js';
import { search, unlimited } from '../../src/engine/index.js';
import { compose, instantiate } from '../../src/livepatch/index.js';
import { expectAgreement } from '../support/expect-agreement.js';
import { referenceSearch } from '../support/reference-search.js';
import { scenarioOf } from '../support/scenarios.js';
import { temporaryFolder } from './run.js';

/*
 * Names that every JavaScript object has a member of. Whatever looks a name of a user up in an object finds that member, or sets
 * nothing.
 */

const names = `
scenario: names that objects have
locks: [toString, __proto__]
events: [hasOwnProperty]
data:
  prototype: [constructor, __proto__, toString]
  valueOf: 0..1
  isPrototypeOf: { values: [hasOwnProperty, prototype], per: task }
functions:
  constructor:
    old: [lock toString, set prototype constructor, increment valueOf, unlock toString]
    new: [lock toString, lock __proto__, set prototype __proto__, decrement valueOf, unlock __proto__, unlock toString]
    signature: { old: constructor(x), new: 'constructor(x, toString)' }
  toString: [call constructor, call valueOf(constructor) -> prototype, set isPrototypeOf prototype, wake hasOwnProperty]
  valueOf:
    signature: { parameters: { toLocaleString: [constructor, __proto__, toString] }, returns: [constructor, __proto__] }
    body: [goto constructor, label constructor, { switch: toLocaleString, cases: { constructor: [return __proto__] } }, return constructor]
syscalls:
  constructor: [call toString]
  hasOwnProperty: [wait hasOwnProperty, call constructor]
tasks:
  constructor: { kind: user, runs: [constructor] }
  hasOwnProperty: { kind: user, runs: [hasOwnProperty], repeat: once }
patch: { order: [constructor] }
fairness: { weak: [enters-kernel(constructor)], strong: [acquires(hasOwnProperty)] }
properties:
  constructor: '[] (inside-old(constructor, constructor) -> <> !inside-old(constructor, constructor))'
  toString: 'is(prototype, __proto__) || pending(hasOwnProperty) || holds(constructor, toString) || is(isPrototypeOf, prototype, constructor)'
`;

/** The same with plain names, which are as long, so that nothing else differs. */
const substitutes = new Map([
  ['constructor', 'konstructor'],
  ['toString', 'doString'],
  ['hasOwnProperty', 'hatOwnProperty'],
  ['prototype', 'brototype'],
  ['valueOf', 'waleOf_'],
  ['isPrototypeOf', 'isBrototypeOf'],
  ['__proto__', 'xxprotoxx'],
]);
const plain = (text: string): string =>
  text.replaceAll(
    new RegExp([...substitutes.keys()].join('|'), 'g'),
    (each) => substitutes.get(each) ?? each,
  );

describe('in both semantics', () => {
  test.each(models)('$name finds the same states', async (model) => {
    const composition = compose(scenarioOf(names), instantiate(model), properties);
    const { system, requirements } = composition;
    const result = await search(system, requirements, { budget: unlimited });
    expectAgreement(result, referenceSearch(system, requirements));
  });
});

const folder = temporaryFolder();
const files = ['names.yaml', 'plain.yaml'] as const;
folder.write('names.yaml', names);
folder.write('plain.yaml', plain(names));

describe('on the command line', () => {
  test.each([
    ['check', 1],
    ['check -m kgraft --json', 1],
    ['check -m kgraft --reporter junit', 1],
    ['check -m kgraft --reporter github', 1],
    ['check -m kgraft -m klp --reporter matrix', 1],
    ['explain -m kgraft -p global-consistency', 1],
    ['explain -m kgraft -p global-consistency --format itf', 1],
    ['explain -m kgraft -p global-consistency --format json', 1],
    ['explain -m kgraft -p global-consistency --format mermaid', 1],
  ])('%s says the same as with plain names', async (command, code) => {
    const [odd, usual] = await Promise.all(
      files.map((file) => {
        const [name = '', ...options] = command.split(' ');
        return folder.run(name, file, ...options);
      }),
    );
    expect(plain(odd?.stderr ?? '')).toBe(usual?.stderr);
    expect(odd?.code).toBe(code);
    expect(comparable(plain(odd?.stdout ?? ''))).toEqual(comparable(usual?.stdout ?? ''));
  });
});

/** The words of a text in alphabetical order: what has which name decides what comes first. Without times and amounts of memory. */
function comparable(text: string): readonly string[] {
  return text
    .replaceAll('plain.yaml', 'names.yaml')
    .replaceAll(/"(bytes|memory)\w*": ?[\d.]+|\d+\.\d+|in \d+ ms/g, '')
    .split(/[^\w.%-]+/)
    .sort();
}

test('exported to Promela, there are as many words as with plain names', async () => {
  const [odd, usual] = await Promise.all(files.map((file) => folder.run('export', file, '-m', 'kgraft')));
  expect(odd?.code).toBe(0);
  expect(comparable(odd?.stdout ?? '').length).toBe(comparable(usual?.stdout ?? '').length);
});

test('as random scenarios are printed and made simpler', () => {
  const document = parse(names);
  expect(scenarioOf(printScenario(document)).name).toBe('names that objects have');
  expect([...simplerScenarios(document)].length).toBeGreaterThan(5);
});
