import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { kgraft } from '../../models/kgraft.js';
import { deadlockFreedom } from '../../properties/deadlock-freedom.js';
import { instantiate } from '../../src/livepatch/index.js';
import { parseScenario } from '../../src/scenario/index.js';
import '../../src/vitest/index.js';
import { lockOrder, scenarioOf } from '../support/scenarios.js';

/* Each matcher passes where it should; where it should not, it says why. */

const file = path.resolve('scenarios/hazards/lock-order.yaml');

/** What a matcher says where it fails. */
async function failureOf(assertion: Promise<void>): Promise<string> {
  const error: unknown = await assertion.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) return expect.fail('the matcher passed');
  return error.message;
}

const withFormula = scenarioOf(`
scenario: with a formula
functions:
  f: { old: [], new: [] }
syscalls:
  read: [call f]
tasks:
  reader: { kind: user, runs: [read] }
properties:
  never-new: '[] !inside-new(reader)'
  old-or-new: '[] (inside-new(reader) -> !inside-old(reader))'
`);

describe('a property that holds', () => {
  test('passes toHold and .not.toViolate', async () => {
    await expect(lockOrder).toHold('function-consistency', { under: 'kgraft' });
    await expect(lockOrder).not.toViolate('function-consistency', { under: 'kgraft' });
    await expect(file).toHold('deadlock-freedom', { under: 'kpatch' });
  });

  test('fails toViolate and .not.toHold, with the number of states', async () => {
    const one = await failureOf(expect(lockOrder).toViolate('function-consistency', { under: 'kgraft' }));
    expect(one).toMatch(
      /^expected a violation of the property\n\nfunction-consistency of 'lock order' under kgraft holds\. All [\d,]+ reachable states were visited/,
    );
    const other = await failureOf(expect(lockOrder).not.toHold('function-consistency', { under: 'kgraft' }));
    expect(other).toBe(one);
  });
});

describe('a property that is violated', () => {
  test('passes toViolate and .not.toHold', async () => {
    await expect(lockOrder).toViolate('deadlock-freedom', { under: 'kgraft' });
    await expect(lockOrder).not.toHold('deadlock-freedom', { under: 'kgraft' });
    await expect(file).toViolate('deadlock-freedom', { under: 'kgraft:wake=nobody' });
  });

  test('fails toHold and .not.toViolate, with the whole run', async () => {
    const one = await failureOf(expect(lockOrder).toHold('deadlock-freedom', { under: 'kgraft' }));
    expect(one).toMatch(/^expected the property to hold\n\nlock order {2}test\.yaml\n/);
    expect(one).toContain('✗ deadlock-freedom is violated under kgraft.\n');
    expect(one).toMatch(/\nA shortest run, in \d+ steps\n1 {2}/);
    expect(one).toContain('- stuck for ever: writer.1, writer.2\n');
    const other = await failureOf(expect(lockOrder).not.toViolate('deadlock-freedom', { under: 'kgraft' }));
    expect(other).toBe(one);
  });
});

describe('what is no evidence passes no matcher', () => {
  const under = { under: 'kgraft' } as const;

  test('a property that holds vacuously, unless it is said to be meant', async () => {
    for (const assertion of [
      expect(lockOrder).toHold('stack-consistency', under),
      expect(lockOrder).not.toHold('stack-consistency', under),
      expect(lockOrder).toViolate('stack-consistency', under),
      expect(lockOrder).not.toViolate('stack-consistency', under),
    ])
      expect(await failureOf(assertion)).toMatch(
        / holds, but vacuously: .*\n(.*\n)*What holds vacuously is no evidence; where that is meant, say \{ vacuously: true \}\.$/,
      );
    await expect(lockOrder).toHold('stack-consistency', { ...under, vacuously: true });
    await expect(lockOrder).not.toViolate('stack-consistency', { ...under, vacuously: true });
    await failureOf(expect(lockOrder).not.toHold('stack-consistency', { ...under, vacuously: true }));
    await failureOf(expect(lockOrder).toViolate('stack-consistency', { ...under, vacuously: true }));
  });

  test('a search that ran out of its budget', async () => {
    const short = { ...under, budget: { maxStates: 10 } };
    for (const assertion of [
      expect(lockOrder).toHold('function-consistency', short),
      expect(lockOrder).not.toHold('function-consistency', short),
      expect(lockOrder).toViolate('function-consistency', short),
      expect(lockOrder).not.toViolate('function-consistency', short),
    ])
      expect(await failureOf(assertion)).toContain('under kgraft: inconclusive. The search was stopped by ');
  });

  test('a quantity', async () => {
    expect(await failureOf(expect(lockOrder).toHold('wake-ups', under))).toMatch(
      /^expected the property to hold\n\nwake-ups is a quantity: it is measured, and neither holds nor is violated\.\n\n/,
    );
    await failureOf(expect(lockOrder).not.toViolate('wake-ups', under));
  });
});

describe('models, properties and formulas', () => {
  test('as objects', async () => {
    await expect(lockOrder).toViolate(deadlockFreedom, { under: kgraft });
    await expect(lockOrder).toViolate(deadlockFreedom, { under: instantiate(kgraft, 'nobody') });
    const own = { ...kgraft, name: 'own' };
    expect(await failureOf(expect(lockOrder).toHold(deadlockFreedom, { under: own }))).toContain(
      ' under own.\n',
    );
  });

  test('a formula that the scenario states', async () => {
    await expect(withFormula).toHold('old-or-new', { under: 'kgraft' });
    await expect(withFormula).toViolate('never-new', { under: 'kgraft' });
  });
});

describe('wrong input is said to be, by both a matcher and its negation', () => {
  test.each([
    {
      property: 'deadlock-fredom',
      under: 'kgraft',
      says: "toHold: unknown property 'deadlock-fredom' [unknown-name]\n  hint: did you mean 'deadlock-freedom'?",
    },
    {
      property: 'deadlock-freedom',
      under: 'kgrft',
      says: "toHold: unknown model 'kgrft' [unknown-name]\n  hint: did you mean 'kgraft'?",
    },
    {
      property: 'never-now',
      under: 'kgraft',
      says: "toHold: unknown property 'never-now' [unknown-name]\n  hint: did you mean 'never-new'?",
    },
  ])('$property under $under', async ({ property, under, says }) => {
    expect(await failureOf(expect(withFormula).toHold(property, { under }))).toBe(says);
    expect(await failureOf(expect(withFormula).not.toHold(property, { under }))).toBe(says);
  });

  test('a file that is not there', async () => {
    const assertion = expect('nowhere.yaml').toHold('deadlock-freedom', { under: 'kgraft' });
    expect(await failureOf(assertion)).toBe('nowhere.yaml: no such file or folder [unreadable-file]');
  });

  test('a result instead of its value', async () => {
    const result = parseScenario('scenario: nothing', 'nothing.yaml');
    expect(await failureOf(expect(result).toHold('deadlock-freedom', { under: 'kgraft' }))).toMatch(
      /^expected a scenario that was parsed/,
    );
  });
});
