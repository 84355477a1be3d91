import fc from 'fast-check';
import { expect, test } from 'vitest';
import { models as shipped } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { search, unlimited } from '../../src/engine/index.js';
import { compose, instantiate, modelAt, points, wakers } from '../../src/livepatch/index.js';
import { replay } from '../../src/replay/index.js';
import { arbitraryScenarioText } from '../support/arbitrary-scenario.js';
import { expectAgreement } from '../support/expect-agreement.js';
import { referenceSearch } from '../support/reference-search.js';
import { scenarioOf } from '../support/scenarios.js';
import { randomSeed, scaled } from '../support/seed.js';

/** The reference interpreter is slow: larger systems are left to the random systems of the engine's tests. */
const maximumStates = 400;
const runs = scaled(500);

/** Those that ship, and one for each combination of parts that makes sense. */
const models = [...shipped, ...points.map(modelAt)];

test(`both semantics agree on ${runs} random scenarios, and every counterexample replays`, async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryScenarioText,
      fc.constantFrom(...models),
      fc.constantFrom(...wakers),
      async (text, model, wake) => {
        const composition = compose(scenarioOf(text), instantiate(model, wake), properties);
        const result = await search(composition.system, composition.requirements, {
          budget: { ...unlimited, maxStates: maximumStates },
        });
        fc.pre(result.stopped === undefined);
        expectAgreement(result, referenceSearch(composition.system, composition.requirements));
        for (const [property, path] of result.counterexamples)
          expect(replay(composition, property, path).initial).toBe(path.states[0]);
      },
    ),
    { numRuns: runs, seed: randomSeed('random scenarios'), maxSkipsPerRun: 100 },
  );
});
