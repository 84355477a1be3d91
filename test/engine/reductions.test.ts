import fc from 'fast-check';
import { expect, test } from 'vitest';
import { models, otherModels } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { compose, instantiate, wakers } from '../../src/livepatch/index.js';
import { arbitraryLooseRequirements, arbitraryLooseSystem } from '../support/arbitrary-loose-system.js';
import { arbitraryScenarioText } from '../support/arbitrary-scenario.js';
import { arbitraryReducibleSystem, arbitraryRequirements } from '../support/arbitrary-system.js';
import { expectSameVerdicts } from '../support/expect-same-verdicts.js';
import { scenarioOf } from '../support/scenarios.js';
import { randomRuns, randomSeed } from '../support/seed.js';

/** There are two kinds of them. */
const systemRuns = Math.ceil(randomRuns / 2);

const maximumStates = 20_000;
/** For loosely coupled systems: more of them count, not larger ones. */
const fewStates = 1000;

test(`reductions keep the verdicts of ${systemRuns} random systems`, async () => {
  let reduced = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryReducibleSystem, arbitraryRequirements, async (system, requirements) => {
      if (await expectSameVerdicts(system, requirements, maximumStates)) reduced += 1;
    }),
    { numRuns: systemRuns, seed: randomSeed('reductions of random systems') },
  );
  expect(reduced).toBeGreaterThan(systemRuns / 4);
});

test(`reductions keep the verdicts of ${systemRuns} random systems of loosely coupled processes`, async () => {
  let reduced = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryLooseSystem, arbitraryLooseRequirements, async (system, requirements) => {
      if (await expectSameVerdicts(system, requirements, fewStates)) reduced += 1;
    }),
    { numRuns: systemRuns, seed: randomSeed('reductions of loosely coupled systems') },
  );
  expect(reduced).toBeGreaterThan(systemRuns / 2);
});

const scenarioRuns = Math.ceil(randomRuns / 4);

test(`reductions keep the verdicts of ${scenarioRuns} random scenarios`, async () => {
  let reduced = 0;
  const safety = properties.filter(({ kind }) => kind === 'safety');
  await fc.assert(
    fc.asyncProperty(
      arbitraryScenarioText,
      fc.constantFrom(...models, ...otherModels),
      fc.constantFrom(...wakers),
      fc.subarray(safety, { minLength: 1 }),
      async (text, model, wake, selected) => {
        const { system, requirements } = compose(scenarioOf(text), instantiate(model, wake), selected);
        if (await expectSameVerdicts(system, requirements, maximumStates)) reduced += 1;
      },
    ),
    { numRuns: scenarioRuns, seed: randomSeed('reductions of random scenarios') },
  );
  expect(reduced).toBeGreaterThan(scenarioRuns / 4);
});
