import fc from 'fast-check';
import { expect, test } from 'vitest';
import { otherModels, models as shipped } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { search, unlimited } from '../../src/engine/index.js';
import { compose, instantiate, modelAt, points } from '../../src/livepatch/index.js';
import { replay } from '../../src/replay/index.js';
import { arbitraryTextsWithOnePatch, arbitraryTextWithTwoPatches } from '../support/arbitrary-patches.js';
import { expectAgreement } from '../support/expect-agreement.js';
import { expectSameVerdicts } from '../support/expect-same-verdicts.js';
import { referenceSearch } from '../support/reference-search.js';
import { scenarioOf } from '../support/scenarios.js';
import { randomSeed, scaled } from '../support/seed.js';

const models = [...shipped, ...otherModels, ...points.map(modelAt)];
const budget = { ...unlimited, maxStates: 400 };

const runs = scaled(6);

test(`both semantics agree on ${runs} random scenarios with two patches, and every counterexample replays`, async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryTextWithTwoPatches, fc.constantFrom(...models), async (text, model) => {
      const composition = compose(scenarioOf(text), instantiate(model), properties);
      const result = await search(composition.system, composition.requirements, { budget });
      fc.pre(result.stopped === undefined);
      expectAgreement(result, referenceSearch(composition.system, composition.requirements));
      for (const [property, path] of result.counterexamples)
        expect(replay(composition, property, path).initial).toBe(path.states[0]);
    }),
    { numRuns: runs, seed: randomSeed('two patches'), maxSkipsPerRun: 100 },
  );
});

/** Where text is overwritten, several patches are refused: one of several too. */
const takeSeveral = models.filter(({ redirection }) => redirection === 'function entry');

test('one patch does the same whether or not there may be several', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryTextsWithOnePatch,
      fc.constantFrom(...takeSeveral),
      async ([alone, among], model) => {
        const [one, other] = await Promise.all(
          [alone, among].map(async (text) => {
            const composition = compose(scenarioOf(text), instantiate(model), properties);
            const { statistics, counterexamples, stopped } = await search(
              composition.system,
              composition.requirements,
              { budget: { ...budget, maxStates: 1000 } },
            );
            const { states, transitions, depth } = statistics;
            const violated = [...counterexamples].map(([name, path]) => [name, path.states.length]);
            return { stopped, found: { states, transitions, depth, violated } };
          }),
        );
        fc.pre(one?.stopped === undefined && other?.stopped === undefined);
        expect(other?.found).toEqual(one?.found);
      },
    ),
    { numRuns: scaled(6), seed: randomSeed('one patch, alone and among others'), maxSkipsPerRun: 100 },
  );
});

test('reductions change no verdict of two patches', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryTextWithTwoPatches, fc.constantFrom(...models), async (text, model) => {
      const { system, requirements } = compose(scenarioOf(text), instantiate(model), properties);
      const isSmall = (await search(system, requirements, { budget })).stopped === undefined;
      fc.pre(isSmall);
      await expectSameVerdicts(system, requirements, budget.maxStates);
    }),
    { numRuns: scaled(2), seed: randomSeed('two patches, reduced'), maxSkipsPerRun: 100 },
  );
});
