import fc from 'fast-check';
import { expect, test } from 'vitest';
import { models, otherModels } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { type Cell, checkModel, type Verdict } from '../../src/check/index.js';
import { search, unlimited } from '../../src/engine/index.js';
import { compose, instantiate, type ModelInstance, wakers } from '../../src/livepatch/index.js';
import { PossibilityCheck } from '../../src/logic/index.js';
import type { FairnessAssumption, Scenario } from '../../src/scenario/index.js';
import { never, not } from '../../src/system/index.js';
import { arbitraryScenarioText } from '../support/arbitrary-scenario.js';
import { scenarioOf } from '../support/scenarios.js';
import { randomSeed, scaled } from '../support/seed.js';

/*
 * What must be so between verdicts that are found by different means, on random scenarios. That every run replays is
 * part of it: a check throws where one does not.
 */
const runs = scaled(300);
const budget = { ...unlimited, maxStates: 3000 };

const check = async (scenario: Scenario, model: ModelInstance): Promise<(property: string) => Verdict> => {
  const { cells } = await checkModel(scenario, model, properties, undefined, { budget });
  return (property) => (cells.find((cell) => cell.property.name === property) as Cell).verdict;
};

/** Whether every transition can still be finished, wherever it has got to. */
const canAlwaysFinish = async (scenario: Scenario, model: ModelInstance): Promise<boolean> => {
  const { system, rules } = compose(scenario, model, []);
  const { inTransition = never } = rules;
  const question = { from: inTransition, goal: not(inTransition), goalInWords: 'it is over' };
  const analyses = new Map([['can finish', new PossibilityCheck(question)]]);
  const { answers } = await search(system, { invariants: [], goals: new Map(), analyses });
  return answers.get('can finish') === undefined;
};

/** Every process takes a step, if it can all the time. */
const fairToAll = (scenario: Scenario): Scenario => ({
  ...scenario,
  fairness: scenario.tasks.map(
    ({ name, source }): FairnessAssumption => ({ strength: 'weak', process: name, source }),
  ),
});

test(`laws of liveness on ${runs} random scenarios`, async () => {
  const seen = { holds: 0, violated: 0, gained: 0 };
  await fc.assert(
    fc.asyncProperty(
      arbitraryScenarioText,
      fc.constantFrom(...models, ...otherModels),
      fc.constantFrom(...wakers),
      async (text, model, wake) => {
        const scenario = scenarioOf(text);
        const instance = instantiate(model, wake);
        const verdict = await check(scenario, instance);
        const convergence = verdict('convergence');
        fc.pre(convergence.kind !== 'inconclusive');
        const converges = convergence.kind === 'holds';
        seen[converges ? 'holds' : 'violated'] += 1;

        // Every finite run can be continued to a fair one, so what every fair run comes to can always be reached.
        if (converges) expect(await canAlwaysFinish(scenario, instance)).toBe(true);

        const steps = verdict('steps-to-convergence');
        const worst = steps.kind === 'measured' ? steps.measures[0]?.worst : undefined;
        if (!converges) expect(worst).toBe('unbounded');

        // Of more fairness there are fewer fair runs.
        const fairer = await check(fairToAll(scenario), instance);
        for (const property of ['convergence', 'no-starvation'])
          if (verdict(property).kind === 'holds') expect(fairer(property).kind).toBe('holds');
        if (!converges && fairer('convergence').kind === 'holds') seen.gained += 1;
      },
    ),
    { numRuns: runs, seed: randomSeed('laws of liveness'), maxSkipsPerRun: 100 },
  );
  expect(Math.min(seen.holds, seen.violated)).toBeGreaterThan(runs / 10);
  expect(seen.gained).toBeGreaterThan(0);
});
