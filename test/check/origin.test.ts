import { describe, expect, test } from 'vitest';
import { kgraft, kpatch, models, naive, simple } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { type Cell, check, checkModel, type Verdict } from '../../src/check/index.js';
import { unlimited } from '../../src/engine/index.js';
import { type ConsistencyModel, instantiate } from '../../src/livepatch/index.js';
import type { Scenario } from '../../src/scenario/index.js';
import { scenarioOf } from '../support/scenarios.js';

/* Whose a violation is: the scenario's, or the bug's that the patch is for, or the mechanism's. */

const asked = properties.filter(({ name }) => ['data-compatibility', 'deadlock-freedom'].includes(name));

async function verdictsOf(
  scenario: Scenario,
  model: ConsistencyModel,
  budget = unlimited,
): Promise<Readonly<Record<string, Verdict>>> {
  const { cells } = await checkModel(scenario, instantiate(model), asked, undefined, { budget });
  return Object.fromEntries(cells.map(({ property, verdict }) => [property.name, verdict]));
}

/** The patch fixes that `f` leaves a stale pointer behind; the assertion is on the bug itself. */
const fixedBug = (expectation = ''): Scenario =>
  scenarioOf(`scenario: the assertion is on the bug that the patch fixes
data: { pointer: [valid, stale] }
functions:
  f: { old: [set pointer stale], new: [set pointer valid] }
syscalls: { s: [call f, assert pointer = valid] }
tasks: { t: { kind: user, runs: [s] } }
${expectation}`);

/** As long as both functions are of one version, the value is read as it was written. */
const format = scenarioOf(`scenario: a format changes, and the old code has a bug besides
data: { format: [v1, v2], pointer: [valid, stale] }
functions:
  write: { old: [set format v1, set pointer stale], new: [set format v2, set pointer valid] }
  read: { old: [assert format = v1], new: [assert format = v2] }
syscalls: { s: [call write, sleep, call read, assert pointer = valid] }
tasks: { t: { kind: user, runs: [s] } }
`);

/** Both versions take both locks; in which order depends on the function, and so does the bug. */
const deadlocksIn = (version: 'old' | 'new'): Scenario => {
  const [ab, ba] = ['[lock A, lock B, unlock B, unlock A]', '[lock B, lock A, unlock A, unlock B]'];
  const [old, changed] = version === 'old' ? [ba, ab] : [ab, ba];
  return scenarioOf(`scenario: the ${version} functions deadlock by themselves
locks: [A, B]
functions:
  f: { old: ${ab}, new: ${ab} }
  g: { old: ${old}, new: ${changed} }
syscalls: { s: [call f], u: [call g] }
tasks: { one: { kind: user, runs: [s] }, other: { kind: user, runs: [u] } }
`);
};

const taskEntering = (verdict: Verdict | undefined, version: string): boolean =>
  verdict?.kind === 'violated' &&
  verdict.counterexample.steps.some(({ action }) => action.includes(`enters its ${version} body`));

describe('a violation of the old functions alone', () => {
  test.each(
    models
      .filter(({ redirection }) => redirection === 'function entry')
      .map((each) => [each.name, each] as const),
  )('is marked so under %s, and told by a run of the unpatched kernel', async (_, model) => {
    const { 'data-compatibility': verdict } = await verdictsOf(fixedBug(), model);
    expect(verdict).toMatchObject({ kind: 'violated', origin: 'before the patch' });
    if (verdict?.kind !== 'violated') return;
    expect(verdict.counterexample.steps.map(({ task }) => task)).not.toContain('patcher');
    expect(taskEntering(verdict, 'new')).toBe(false);
  });

  test('does not hide one of old and new together, which is told instead', async () => {
    const { 'data-compatibility': mixed } = await verdictsOf(format, kpatch);
    expect(mixed).toMatchObject({ kind: 'violated' });
    expect(mixed).not.toHaveProperty('origin');
    expect([taskEntering(mixed, 'old'), taskEntering(mixed, 'new')]).toEqual([true, true]);
    const { 'data-compatibility': apart } = await verdictsOf(format, simple);
    expect(apart).toMatchObject({ origin: 'before the patch' });
  });

  test('is the mechanism’s where a run that changes the text under a task comes to it', async () => {
    const { 'data-compatibility': verdict } = await verdictsOf(fixedBug(), naive);
    if (verdict?.kind !== 'violated') return expect.fail('it holds');
    expect(verdict.origin).toBeUndefined();
    const actions = verdict.counterexample.steps.map(({ action }) => action);
    expect(actions).toContain('goes on in the text that was written over it');
  });

  test('is only a violation where the search for another ran out of its budget', async () => {
    const seen = new Set<string>();
    for (let maxStates = 1; maxStates < 2 ** 12; maxStates *= 2) {
      const { 'data-compatibility': verdict } = await verdictsOf(fixedBug(), simple, {
        ...unlimited,
        maxStates,
      });
      seen.add(verdict?.kind === 'violated' ? (verdict.origin ?? 'violated') : (verdict?.kind ?? ''));
    }
    expect([...seen]).toEqual(['inconclusive', 'violated', 'before the patch']);
  });
});

test.each([
  ['old', 'before the patch'],
  ['new', 'after the patch'],
] as const)(
  'a deadlock of the %s functions alone is %s, where the mechanism holds nobody',
  async (version, origin) => {
    const { 'deadlock-freedom': verdict } = await verdictsOf(deadlocksIn(version), kpatch);
    expect(verdict).toMatchObject({
      kind: 'violated',
      origin,
      counterexample: { stuckTasks: ['one', 'other'] },
    });
    expect([taskEntering(verdict, 'old'), taskEntering(verdict, 'new')]).toEqual([
      version === 'old',
      version === 'new',
    ]);
  },
);

test.each([
  ['kgraft', kgraft],
  ['simple', simple],
] as const)('a deadlock that %s adds is its own, whatever else deadlocks', async (_, model) => {
  const { 'deadlock-freedom': verdict } = await verdictsOf(deadlocksIn('old'), model);
  const { 'deadlock-freedom': alone } = await verdictsOf(deadlocksIn('new'), model);
  for (const each of [verdict, alone]) {
    if (each?.kind !== 'violated') return expect.fail('no deadlock');
    const isMixed = taskEntering(each, 'old') && taskEntering(each, 'new');
    const isHeld = each.counterexample.steps.some(({ action }) => action.includes('held'));
    expect(each.origin === undefined).toBe(isMixed || isHeld);
  }
});

test('an expectation says whose it is, or leaves it open', async () => {
  const outcome = async (word: string): Promise<Cell | undefined> => {
    const scenario = fixedBug(`expect:\n  kgraft: { data-compatibility: ${word} }\n`);
    const { cells } = await check({
      scenarios: [scenario],
      knownModels: [kgraft],
      knownProperties: properties,
      properties: asked,
    });
    return cells.find(({ property }) => property.name === 'data-compatibility');
  };
  expect((await outcome('violated'))?.asExpected).toBe(true);
  expect((await outcome('before-the-patch'))?.asExpected).toBe(true);
  expect((await outcome('after-the-patch'))?.asExpected).toBe(false);
  expect((await outcome('holds'))?.asExpected).toBe(false);
  expect((await outcome('not-violated'))?.asExpected).toBe(false);
});
