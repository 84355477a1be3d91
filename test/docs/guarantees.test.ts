import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { check } from '../../src/check/index.js';
import { baselines } from '../../src/livepatch/index.js';
import { loadScenario } from '../../src/scenario/index.js';

const folder = 'docs/guarantees';
const files = readdirSync(folder);
const page = readFileSync('docs/guarantees.md', 'utf8');

test('the page links each scenario that breaks something, and no other', () => {
  const links = [...page.matchAll(/\(guarantees\/([^)]+)\)/g)].map(([, file]) => file);
  expect(links.sort()).toEqual([...files].sort());
  expect(files.length).toBeGreaterThan(20);
});

test.each(files)('%s breaks what it says, and only when patched live', { timeout: 30_000 }, async (file) => {
  const loaded = await loadScenario(`${folder}/${file}`);
  if (!loaded.ok) throw new Error(file);
  const scenario = loaded.value;
  const [expectation] = scenario.expectations;
  const wanted = {
    scenarios: [scenario],
    knownModels: models,
    knownProperties: properties,
    properties: properties.filter(({ name }) => name === expectation?.property),
  };
  const { cells } = await check(wanted);
  const told = cells.filter(({ expected }) => expected !== undefined);
  expect(told).toMatchObject([{ verdict: { kind: 'violated' }, asExpected: true }]);
  const alone = await check({ ...wanted, models: baselines });
  expect(alone.cells.map(({ verdict }) => verdict.kind)).toEqual(baselines.map(() => 'holds'));
});
