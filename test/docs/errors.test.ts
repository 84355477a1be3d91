import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type ErrorCode, errorDescriptions, parseScenario } from '../../src/scenario/index.js';
import { temporaryFolder } from '../cli/run.js';

const codes = Object.keys(errorDescriptions) as readonly ErrorCode[];

test('the page lists every code, once', () => {
  const listed = [...readFileSync('docs/errors.md', 'utf8').matchAll(/<a id="([^"]+)">/g)].map(
    ([, code]) => code,
  );
  expect(listed).toEqual([...codes].sort());
});

test('codes are words in lower case', () => {
  for (const code of codes) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
});

/** A scenario with these lines in the place of its own. */
function scenario(lines: string): string {
  const own = {
    functions: 'functions: { f: { old: [lock A, set D x], new: [] }, g: { old: [], new: [] } }',
    syscalls: 'syscalls: { s: [call f, call g] }',
    tasks: 'tasks: { t: { kind: user, runs: [s] } }',
    locks: 'locks: [A]',
    data: 'data: { D: [x, y] }',
  };
  const rest = Object.entries(own).flatMap(([key, text]) => (lines.startsWith(`${key}:`) ? [] : [text]));
  return ['scenario: x', lines, ...rest, ''].join('\n');
}

const withStatement = (statement: string): string =>
  scenario(`syscalls: { s: [call f, call g, ${statement}] }`);

/** By code: a text that is no scenario for that reason, or a command that is refused for it. */
const occurrences: Readonly<Record<ErrorCode, { readonly text: string } | { readonly command: string }>> = {
  'yaml-syntax': { text: scenario('summary: a: b') },
  'no-document': { text: '' },
  'duplicate-key': { text: scenario('summary: a\nsummary: b') },
  'unknown-key': { text: scenario('lock: [A]') },
  'missing-key': { text: 'scenario: x\nfunctions: {}\n' },
  'wrong-type': { text: scenario('events: E') },
  'wrong-value': { text: scenario('tasks: { t: { kind: usr } }') },
  'invalid-name': { text: scenario('tasks: { kworker/0:1: { kind: cpu-hog } }') },
  'reserved-name': { text: scenario('tasks: { patcher: { kind: cpu-hog } }') },
  'duplicate-name': { text: scenario('events: [E, E]') },
  'unknown-name': { text: withStatement('lock B') },
  'invalid-statement': { text: withStatement('sleep 5') },
  'unknown-value': { text: withStatement('set D z') },
  'invalid-signature': { text: withStatement('call f(x)') },
  'invalid-range': { text: scenario('data: { D: [x], n: 3..1 }') },
  'nothing-to-check': { text: scenario('tasks: {}') },
  recursion: { text: scenario('functions: { f: { old: [call g], new: [] }, g: [call f] }') },
  'too-large': { text: scenario(`summary: ${'['.repeat(200)}${']'.repeat(200)}`) },
  'misplaced-safe-point': { text: withStatement('safe-point') },
  'misplaced-statement': { text: withStatement('fail') },
  'bug-not-there': { command: 'check no-bug.yaml' },
  'bug-not-repaired': { command: 'check not-repaired.yaml' },
  'incomplete-order': { text: scenario('patch: { order: [f] }') },
  'removed-replacement': { text: scenario('patch: { earlier: replaced, removed: true }') },
  'contradictory-patches': {
    text: scenario('functions: { f: { versions: { original: [], p: [] } }, g: [] }'),
  },
  'invalid-lifecycle': {
    text: scenario(
      'functions: { f: { versions: { original: [], p: [] } }, g: [] }\npatches: { p: {} }\nlifecycle: [disable p]',
    ),
  },
  'invalid-formula': { text: scenario("properties: { p: '[] (running(t) -> )' }") },
  'invalid-fairness': { text: scenario('fairness: { strong: [leaves-loop(t)] }') },
  'invalid-expectation': { text: scenario('expect: { kgraft: { convergence: violatd } }') },
  'unreadable-file': { command: 'check nowhere.yaml' },
  'unwritable-file': { command: 'init right.yaml' },
  'invalid-diff': { command: 'extract wrong.ts --source .' },
  'invalid-model': { command: 'check right.yaml --model-file wrong.ts' },
  'invalid-option': { command: 'check right.yaml --model kgraft:wake=kernel --wake nobody' },
  'invalid-index': { command: 'index . -o cut-off.index' },
  'cannot-export': { command: 'export right.yaml --model kgraft --property interruption' },
};

describe('each code can occur', () => {
  const folder = temporaryFolder();
  folder.write('right.yaml', scenario('summary: right'));
  folder.write('no-bug.yaml', withStatement('{ assert: D = x, bug: a bug }'));
  folder.write('not-repaired.yaml', withStatement('set D y, { assert: D = x, bug: a bug }'));
  folder.write('cut-off.index', 'klpcheck index\n\0');
  folder.write('wrong.ts', 'export const model = 3 + "x" - 1;');
  test.for(Object.entries(occurrences))('%s', { concurrent: true }, async ([code, occurrence]) => {
    if ('text' in occurrence) {
      const parsed = parseScenario(occurrence.text, 'wrong.yaml');
      expect(parsed.ok ? [] : parsed.diagnostics.map((each) => each.code)).toEqual([code]);
      return;
    }
    const run = await folder.run(...occurrence.command.split(' '));
    expect(run.stderr.split('\n')[0]).toMatch(new RegExp(` \\[${code}\\]$`));
    expect(run.code).toBe(2);
  });
  test('and what is right has none', () => {
    expect(parseScenario(scenario('summary: right'), 'right.yaml').ok).toBe(true);
  });
});
