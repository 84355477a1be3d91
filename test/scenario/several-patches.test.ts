import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { printScenario, simplerScenarios } from '../../src/arbitraries/index.js';
import { parseScenario, type ScenarioDocument } from '../../src/scenario/index.js';
import { scenarioOf } from '../support/scenarios.js';

const text = (own: Readonly<Record<string, string>> = {}): string =>
  Object.entries({
    scenario: 'two patches',
    functions:
      '{ f: { versions: { original: [], constructor: [call g], second: [] } }, g: { versions: { original: [], second: [] } } }',
    syscalls: '{ write: [call f] }',
    tasks: '{ writer: { kind: user, runs: [write] } }',
    patches: '{ constructor: {}, second: { replace: true } }',
    ...own,
  })
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');

test('patches and what is done with them are read, whatever they are called', () => {
  const { lifecycle, functions } = scenarioOf(text());
  expect(lifecycle).toEqual({
    patches: [
      { name: 'constructor', functions: ['f'], replaces: false, reversed: false },
      { name: 'second', functions: ['f', 'g'], replaces: true, reversed: false },
    ],
    operations: [
      { kind: 'enable', patch: 'constructor' },
      { kind: 'enable', patch: 'second' },
    ],
  });
  expect(functions.map((each) => (each.kind === 'patched' ? [...each.versions.keys()] : []))).toEqual([
    ['original', 'constructor', 'second'],
    ['original', 'second'],
  ]);
});

test.each([
  [
    'a patch that is not declared',
    { lifecycle: '[enable secnod]' },
    'unknown-name',
    6,
    13,
    "did you mean 'second'?",
  ],
  ['another word', { lifecycle: '[enabel second]' }, 'invalid-lifecycle', 6, 13, "did you mean 'enable'?"],
  ['no patch', { lifecycle: '[enable]' }, 'invalid-lifecycle', 6, 13, undefined],
  ['a patch before it is enabled', { lifecycle: '[disable second]' }, 'invalid-lifecycle', 6, 13, undefined],
  [
    'a patch that is replaced',
    { lifecycle: '[enable constructor, enable second, disable constructor]' },
    'invalid-lifecycle',
    6,
    48,
    undefined,
  ],
  ['a patch twice', { lifecycle: '[enable second, enable second]' }, 'invalid-lifecycle', 6, 28, undefined],
  ['patch beside patches', { patch: '{ removed: true }' }, 'contradictory-patches', 6, 1, undefined],
  [
    'a patch that changes nothing',
    { patches: '{ constructor: {}, second: {}, third: {} }' },
    'nothing-to-check',
    5,
    41,
    undefined,
  ],
  [
    'a patch that is called old',
    { patches: '{ constructor: {}, second: {}, old: {} }' },
    'reserved-name',
    5,
    41,
    undefined,
  ],
  [
    'a version of no patch',
    { functions: '{ f: { versions: { original: [], secund: [], second: [], constructor: [] } } }' },
    'unknown-name',
    2,
    45,
    "did you mean 'second'?",
  ],
  [
    'no original',
    { functions: '{ f: { versions: { constructor: [], second: [] } } }' },
    'missing-key',
    2,
    29,
    undefined,
  ],
] as const)('what is refused: %s', (_what, own, code, line, column, hint) => {
  const parsed = parseScenario(text(own), 'test.yaml');
  if (parsed.ok) return expect.fail('it was not refused');
  const found = parsed.diagnostics.find((each) => each.code === code);
  expect(found).toMatchObject({ code, line, column, ...(hint !== undefined && { hint }) });
});

test('what is printed is read as the same, and what is simpler has a patch less', () => {
  const document = parse(text({ lifecycle: '[enable constructor, enable second]' })) as ScenarioDocument;
  expect(parse(printScenario(document))).toEqual(document);
  const [first] = [...simplerScenarios(document)].filter(
    ({ patches = {} }) => Object.keys(patches).length === 1,
  );
  expect(first).toMatchObject({ patches: { second: { replace: true } }, lifecycle: ['enable second'] });
});
