import { expect, test } from 'vitest';
import { kgraft } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { check } from '../../src/check/index.js';
import { reductionNames } from '../../src/engine/index.js';
import { judge } from '../../src/fuzz/index.js';
import { type ConsistencyModel, instantiate } from '../../src/livepatch/index.js';
import { scenarioOf } from '../support/scenarios.js';

/* The code of a model runs once for a scenario; what it gave is data from then on. */

const scenario = scenarioOf(`scenario: two tasks
functions: { f: { old: [sleep], new: [] } }
syscalls: { s: [call f] }
tasks: { t: { kind: user, count: 2, runs: [s] } }
`);

function counted(): { readonly model: ConsistencyModel; readonly calls: () => number } {
  let calls = 0;
  const model: ConsistencyModel = {
    ...kgraft,
    rules(...given) {
      calls += 1;
      return kgraft.rules(...given);
    },
  };
  return { model, calls: () => calls };
}

test.for([
  ['in one search', []],
  ['in several, some of them reduced', reductionNames],
] as const)('the rules of a model are asked for once, %s', async ([, reductions]) => {
  for (const isFromFile of [false, true]) {
    const { model, calls } = counted();
    const modelFiles = new Map(isFromFile ? [[model, 'mine.ts'] as const] : []);
    const request = { scenarios: [scenario], knownModels: [model], knownProperties: properties, modelFiles };
    const { cells } = await check(request, { reductions });
    expect(new Set(cells.map(({ statistics }) => statistics)).size).toBe(reductions.length > 0 ? 2 : 1);
    expect(calls()).toBe(1);
  }
});

test('and once where a random scenario is judged', async () => {
  const { model, calls } = counted();
  const { steps } = await judge(scenario, instantiate(model), properties);
  expect(steps.size).toBeGreaterThan(0);
  expect(calls()).toBe(1);
});
