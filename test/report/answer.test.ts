import { expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { check } from '../../src/check/index.js';
import { instantiate } from '../../src/livepatch/index.js';
import { reporters } from '../../src/report/index.js';
import { scenarioOf } from '../support/scenarios.js';

/* Is the patch safe, and if not, what happens? */

async function answer(
  text: string,
  names: readonly string[],
  asked: readonly string[] = [],
  options: Parameters<typeof check>[1] = {},
): Promise<string> {
  const report = await check(
    {
      scenarios: [scenarioOf(text)],
      knownModels: models,
      knownProperties: properties,
      models: models.filter(({ name }) => names.includes(name)).map((each) => instantiate(each)),
      ...(asked.length > 0 && { properties: properties.filter(({ name }) => asked.includes(name)) }),
    },
    options,
  );
  return reporters.answer.render(report, { colour: false, width: 1000 });
}

const lockOrder = `scenario: s
locks: [A, B]
functions:
  update: { old: [lock A, lock B, unlock B, unlock A], new: [lock B, lock A, unlock A, unlock B] }
syscalls: { write: [call update] }
tasks: { writer: { kind: user, count: 2, runs: [write] } }
`;

test('a patch that can do harm is unsafe, and the shortest run says why', async () => {
  const text = await answer(lockOrder, ['klp', 'simple', 'kgraft', 'null']);
  expect(text).toMatch(/^UNSAFE under klp \(Linux 6\.16\)$/m);
  expect(text).toContain(
    '✗ deadlock-freedom, in 11 steps: writer.1 and writer.2 are stuck for ever, each waiting for another',
  );
  expect(text).toMatch(/^ +11 {2}writer\.2 {2}takes lock B {2}\[line 4\]$/m);
  expect(text).toMatch(/^Safe under simple\. Unsafe under kgraft and null \(deadlock-freedom\)\.$/m);
  expect(text).toMatch(
    /^May never finish under klp\. convergence, in 11 steps, after which nothing need happen: the transition waits for writer\.1/m,
  );
  expect(text).toMatch(/^Mixtures of old and new under klp, .*: global-consistency, atomic-switch\.$/m);
});

test('one that can do none is safe, and what was no evidence is not counted', async () => {
  const text = await answer(lockOrder, ['simple']);
  expect(text).toMatch(/^SAFE under simple$/m);
  expect(text).toMatch(/^ {2}in every reachable state: .*\bdeadlock-freedom\b/m);
  expect(text).toMatch(/^ {2}nothing in the scenario bears on: .*\bunload-safety\b/m);
  expect(text).toMatch(/^Finishes under simple in every fair run\./m);
});

test('of a part of the properties no safety is claimed', async () => {
  const text = await answer(lockOrder, ['simple'], ['deadlock-freedom']);
  expect(text).not.toMatch(/\bSAFE\b/);
  expect(text).toMatch(/^AS ASKED under simple$/m);
});

test('a search that was not finished decides nothing', async () => {
  const budget = { maxStates: 10, memoryBytes: 1e9, timeoutMs: 1e6 };
  const text = await answer(lockOrder, ['simple'], [], { budget });
  expect(text).not.toMatch(/\bSAFE\b/);
  expect(text).toMatch(/^NOT DECIDED under simple: the search was not finished$/m);
});

test('new functions that do harm by themselves are unsafe under any model', async () => {
  const stale = `scenario: s
data: { pointer: [valid, stale] }
functions: { f: { old: [set pointer valid], new: [set pointer stale] } }
syscalls: { s: [call f, assert pointer = valid] }
tasks: { t: { kind: user, runs: [s] } }
`;
  const text = await answer(stale, ['simple', 'kpatch']);
  expect(text).toMatch(/^UNSAFE under simple and any other: the new functions by themselves$/m);
  expect(text).toMatch(
    /✗ data-compatibility, in \d+ steps: t relies on pointer = valid, but pointer is stale$/m,
  );
  expect(text).toMatch(/^No better under kpatch\./m);
});

test('what was asked besides harm is told with its run', async () => {
  const text = await answer(lockOrder, ['kgraft'], ['atomic-switch']);
  expect(text).toMatch(/✗ atomic-switch, in 5 steps: /);
  expect(text).toMatch(/^ +5 {2}writer\.2 {2}calls update, enters its new body/m);
});
