import { expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { checkModel } from '../../src/check/check.js';
import { instantiate } from '../../src/livepatch/index.js';
import type { Scenario } from '../../src/scenario/index.js';
import { everything, lockOrder, mainLoop } from '../support/scenarios.js';

/*
 * Exact numbers of states and transitions: a change of semantics that nobody meant shows here at once. When one is
 * meant, look at why each number moved before you write the new one down.
 */
const expected: readonly (readonly [Scenario, Readonly<Record<string, readonly [number, number]>>])[] = [
  [
    lockOrder,
    {
      klp: [887, 2416],
      simple: [218, 474],
      kpatch: [222, 536],
      kgraft: [440, 1026],
      'kgraft-sync': [851, 2127],
      null: [281, 587],
      naive: [555, 1051],
    },
  ],
  [
    everything,
    {
      klp: [2374, 10486],
      simple: [647, 2147],
      kpatch: [446, 1672],
      kgraft: [928, 3549],
      'kgraft-sync': [4453, 15391],
      null: [724, 2626],
      naive: [1731, 6168],
    },
  ],
  [
    mainLoop,
    {
      klp: [445, 1311],
      simple: [63, 163],
      kpatch: [112, 295],
      kgraft: [290, 745],
      'kgraft-sync': [582, 1528],
      null: [280, 704],
      naive: [395, 958],
    },
  ],
];

for (const [scenario, counts] of expected)
  test.each(models)(`${scenario.name} under $name`, async (model) => {
    const { cells } = await checkModel(scenario, instantiate(model), properties, undefined);
    const { states, transitions } = cells[0]?.statistics ?? expect.fail();
    expect([states, transitions]).toEqual(counts[model.name]);
  });
