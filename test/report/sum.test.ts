import { expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { check } from '../../src/check/index.js';
import { instantiate } from '../../src/livepatch/index.js';
import { renderSum, renderUnreached } from '../../src/report/sum.js';
import { painter } from '../../src/text/index.js';
import { lockOrder, scenarioOf } from '../support/scenarios.js';

test('what there is one of is told in the singular', async () => {
  const report = await check({
    scenarios: [lockOrder],
    knownModels: models,
    models: models.slice(1, 2).map((model) => instantiate(model)),
    knownProperties: properties,
    properties: properties.slice(0, 1),
  });
  const cells = report.cells.map((cell) => ({
    ...cell,
    asExpected: true,
    statistics: { ...cell.statistics, states: 1 },
  }));
  const sum = renderSum({ ...report, cells }, painter(false), 200);
  expect(sum).toMatch(/^1 verdict: 1 holds, .*; as expected\n1 state in /);
});

test('callbacks that a model does not run are told of, and are no statements that nobody comes to', async () => {
  const report = await check({
    scenarios: [
      scenarioOf(`
scenario: test
data: { D: [x, y] }
functions: { f: { old: [], new: [] } }
syscalls: { read: [call f] }
tasks: { reader: { kind: user, runs: [read] } }
patch: { callbacks: { post-patch: [set D y] } }
`),
    ],
    knownModels: models,
    models: models.map((model) => instantiate(model)),
    knownProperties: properties,
    properties: properties.slice(0, 1),
  });
  expect(renderUnreached(report, painter(false), 200)).toBe(
    'callbacks are not run under kgraft, kgraft-sync, null, naive, which have none',
  );
});
