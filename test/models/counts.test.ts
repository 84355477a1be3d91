import { expect, test } from 'vitest';
import { models, otherModels } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { checkModel } from '../../src/check/check.js';
import { findModel, foundOrThrow } from '../../src/names/index.js';
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
      'criu-kexec': [219, 475],
      ksplice: [497, 1321],
      'masami-refcount': [325, 793],
      'kgraft:marks=in-kernel': [405, 920],
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
      'criu-kexec': [416, 1347],
      ksplice: [1001, 3981],
      'masami-refcount': [608, 2249],
      'kgraft:marks=in-kernel': [504, 1765],
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
      'criu-kexec': [113, 268],
      ksplice: [252, 737],
      'masami-refcount': [162, 430],
      'kgraft:marks=in-kernel': [271, 685],
    },
  ],
];

const columns = [
  ...[...models, ...otherModels].map(({ name }) => name),
  // Those of which a parameter makes another protocol.
  'kgraft:marks=in-kernel',
];

for (const [scenario, counts] of expected)
  test.each(columns)(`${scenario.name} under %s`, async (name) => {
    const model = foundOrThrow(findModel(name, [...models, ...otherModels]), 'test');
    const { cells } = await checkModel(scenario, model, properties, undefined);
    const { states, transitions } = cells[0]?.statistics ?? expect.fail();
    expect([states, transitions]).toEqual(counts[name]);
  });
