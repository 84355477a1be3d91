import { beforeAll, expect, test } from 'vitest';
import { models, otherModels } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { byCheck, type Killer } from '../../tools/mutants/killers.js';
import { type Mutant, mutantsOf } from '../../tools/mutants/mutants.js';
import { loadScenarios } from '../../tools/mutants/scenarios.js';

/*
 * A sample of `npm run mutants`: faults of which the verdicts that the scenarios expect must tell, without counts of states.
 */
const mutants: ReadonlyMap<string, Mutant> = new Map(
  models.flatMap(mutantsOf).map((mutant) => [mutant.name, mutant]),
);
let killer: Killer;

beforeAll(async () => {
  killer = byCheck({
    models: [...models, ...otherModels],
    ...{ properties, scenarios: await loadScenarios(), maxStates: 20_000 },
  });
});

test.each([
  'simple: gathering → patched: guard dropped',
  "simple: gathering → patched: 'held' left as it is",
  'simple: held never',
  'kpatch: patching → patched: guard negated',
  'kpatch: restoring → restored: guard dropped',
  'kgraft: onKernelExit dropped',
  'kgraft: migrating → patched: guard dropped',
  'kgraft: entersNew ignores the task',
  'kgraft: awaits never',
  "kgraft-sync: synchronising → patched: 'in progress' left as it is",
  'null: entersNew ignores the function',
  'naive: freed old never',
])('%s: is killed', async (name) => {
  const mutant = mutants.get(name);
  if (!mutant) return expect.fail('there is no such mutant');
  expect(await killer.kill(mutant.original, mutant.model)).toBeDefined();
});
