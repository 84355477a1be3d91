import { expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { checkModel } from '../../src/check/index.js';
import { formulaProperty } from '../../src/livepatch/index.js';
import { findModel, foundOrThrow } from '../../src/names/index.js';
import { verdictOf } from '../support/check.js';
import { scenarioOf } from '../support/scenarios.js';

/** Verdicts that hang on what exactly is assumed of the long run, and no more. */

const patched = 'functions: { f: { old: [], new: [] }, g: [return] }';

test.each([
  ['once', '[{ loop: [call g] }, call f]'],
  ['in a loop', '[{ loop: [{ loop: [call g] }] }, call f]'],
  ['in a branch of a loop', '[{ loop: [{ either: [[{ loop: [call g] }], []] }] }, call f]'],
])('every loop is left, also one that stands %s', async (_where, body) => {
  const text = `scenario: loops\n${patched}\nsyscalls: { s: ${body} }\ntasks: { w: { kind: user, runs: [s] } }\n`;
  for (const model of ['simple', 'kgraft', 'kgraft-sync'])
    expect(await verdictOf(text, model, 'convergence')).toBe('holds');
});

test.each([
  ['', ''],
  ['that is taken before', 'lock A, unlock A, '],
])('who waits for an event gets it, whatever lock %s', async (_which, before) => {
  const scenario = scenarioOf(`scenario: starved
locks: [A]
events: [e]
${patched}
syscalls: { w: [${before}wait e, call f], k: [wake e] }
tasks:
  w: { kind: user, runs: [w] }
  k: { kind: user, runs: [k] }
  s: { kind: signaller, signals: [w] }
fairness: { weak: [enters-kernel(k), enters-kernel(w)] }
properties: { gets: '<> (inside-new(w) || inside-old(w))' }
`);
  const model = foundOrThrow(findModel('kpatch', models), 'test');
  const { cells } = await checkModel(scenario, model, scenario.formulas.map(formulaProperty), undefined);
  expect(cells.map(({ verdict }) => verdict.kind)).toEqual(['holds']);
});

const contended = (patch: string): string => `scenario: contended
locks: [A]
functions: { f: { old: [lock A, unlock A], new: [lock A, unlock A] } }
syscalls: { work: [call f] }
tasks: { w: { kind: user, count: 2, runs: [work] } }
patch: { ${patch} }
fairness: { weak: [enters-kernel(w)], strong: [completes(patcher)] }
`;

test.each(['reversed: false', 'reversed: true'])(
  'that the patcher may change its mind helps neither progress nor independence: %s',
  async (patch) => {
    expect(await verdictOf(contended(patch), 'kpatch', 'convergence')).toBe('violated');
    for (const model of ['simple', 'kpatch', 'kgraft', 'kgraft-sync'])
      expect(await verdictOf(contended(patch), model, 'non-interference')).toBe('violated');
  },
);

test.each(['kpatch', 'kpatch:attempts=1', 'kpatch:attempts=5'])('nor that it gives up: %s', async (model) => {
  expect(await verdictOf(contended('reversed: false'), model, 'convergence')).toBe('violated');
  expect(await verdictOf(contended('reversed: false'), model, 'non-interference')).toBe('violated');
});

test('nobody is forced out of a sleep because nobody else could move', async () => {
  const text = `scenario: alone\n${patched}\nsyscalls: { s: [sleep uninterruptible, call f] }\ntasks: { w: { kind: user, runs: [s] } }\n`;
  for (const model of ['simple', 'kgraft', 'kgraft-sync']) {
    expect(await verdictOf(text, model, 'convergence')).toBe('violated');
    const fair = `${text}fairness: { weak: [wakes-up(w)] }\n`;
    expect(await verdictOf(fair, model, 'convergence')).toBe('holds');
  }
});

test('no transition waits for a task that has exited', async () => {
  const text = `scenario: exits\n${patched}\nsyscalls: { s: [sleep, call f] }\ntasks: { w: { kind: user, runs: [s], repeat: once } }\n`;
  for (const model of ['simple', 'kpatch', 'kgraft', 'kgraft-sync'])
    expect(await verdictOf(text, model, 'non-interference')).toBe('holds');
});
