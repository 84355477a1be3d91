import fc from 'fast-check';
import { expect, test } from 'vitest';
import { otherModels, models as shipped } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { search, unlimited } from '../../src/engine/index.js';
import {
  type ConsistencyModel,
  compose,
  instantiate,
  modelAt,
  points,
  wakers,
} from '../../src/livepatch/index.js';
import { replay } from '../../src/replay/index.js';
import { arbitraryScenarioText } from '../support/arbitrary-scenario.js';
import { expectAgreement } from '../support/expect-agreement.js';
import { referenceSearch } from '../support/reference-search.js';
import { scenarioOf } from '../support/scenarios.js';
import { randomSeed, scaled } from '../support/seed.js';

/** The reference interpreter is slow: larger systems are left to the random systems of the engine's tests. */
const maximumStates = 400;
const runs = scaled(500);

/** A value for each parameter of a model; any number stands for one choice of all. */
function chosenParameters({ parameters = {} }: ConsistencyModel, choice: number): Record<string, string> {
  let rest = choice;
  return Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => {
      const value = values[rest % values.length] ?? values[0];
      rest = Math.floor(rest / values.length);
      return [name, value];
    }),
  );
}

/** Those that ship, and one for each combination of parts that makes sense. */
const models = [...shipped, ...otherModels, ...points.map(modelAt)];

test(`both semantics agree on ${runs} random scenarios, and every counterexample replays`, async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryScenarioText,
      fc.constantFrom(...models),
      fc.constantFrom(...wakers),
      fc.nat(),
      async (text, model, wake, choice) => {
        const instance = instantiate(model, wake, chosenParameters(model, choice));
        const composition = compose(scenarioOf(text), instance, properties);
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
