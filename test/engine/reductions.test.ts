import fc from 'fast-check';
import { expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import {
  type Requirements,
  reductionNames,
  type SearchResult,
  search,
  unlimited,
} from '../../src/engine/index.js';
import { compose, instantiate, wakers } from '../../src/livepatch/index.js';
import type { System } from '../../src/system/index.js';
import { arbitraryScenarioText } from '../support/arbitrary-scenario.js';
import { arbitraryReducibleSystem, arbitraryRequirements } from '../support/arbitrary-system.js';
import { expectRealPaths } from '../support/expect-real-paths.js';
import { scenarioOf } from '../support/scenarios.js';
import { randomRuns, randomSeed } from '../support/seed.js';

/** Every combination of reductions but none. */
const combinations = Array.from({ length: 2 ** reductionNames.length - 1 }, (_, number) =>
  reductionNames.filter((_name, bit) => (((number + 1) >> bit) & 1) === 1),
);

const maximumStates = 20_000;

/** The same verdicts, the same premises reached, and the same steps taken, with each combination of reductions as with none. */
async function expectSameVerdicts(system: System, requirements: Requirements): Promise<boolean> {
  const budget = { ...unlimited, maxStates: maximumStates };
  const full = await search(system, requirements, { budget });
  if (full.stopped) return false;
  let reduced = false;
  for (const reductions of combinations) {
    const result = await search(system, requirements, { budget, reductions });
    expect({ reductions, ...findings(system, result) }).toEqual({ reductions, ...findings(system, full) });
    expect(result.statistics.states).toBeLessThanOrEqual(full.statistics.states);
    expectRealPaths(system, requirements, result);
    if (reductions.length === 1 && reductions[0] === 'symmetry')
      expect(lengths(result)).toEqual(lengths(full));
    reduced ||= result.statistics.states < full.statistics.states;
  }
  return reduced;
}

function findings({ templates }: System, { counterexamples, reached, firedEdges }: SearchResult) {
  const fired = templates.map(({ name, graph }) =>
    graph.edges.flatMap((edge, index) => (firedEdges.has(edge) ? [`${name} ${index}`] : [])),
  );
  return { violated: [...counterexamples.keys()].sort(), reached, fired };
}

function lengths({ counterexamples }: SearchResult) {
  return new Map([...counterexamples].map(([property, { states }]) => [property, states.length]));
}

test(`reductions keep the verdicts of ${randomRuns} random systems`, { timeout: 240_000 }, async () => {
  let reduced = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryReducibleSystem, arbitraryRequirements, async (system, requirements) => {
      if (await expectSameVerdicts(system, requirements)) reduced += 1;
    }),
    { numRuns: randomRuns, seed: randomSeed('reductions of random systems') },
  );
  expect(reduced).toBeGreaterThan(randomRuns / 4);
});

const scenarioRuns = Math.ceil(randomRuns / 4);

test(`reductions keep the verdicts of ${scenarioRuns} random scenarios`, { timeout: 240_000 }, async () => {
  let reduced = 0;
  const safety = properties.filter(({ kind }) => kind === 'safety');
  await fc.assert(
    fc.asyncProperty(
      arbitraryScenarioText,
      fc.constantFrom(...models),
      fc.constantFrom(...wakers),
      fc.subarray(safety, { minLength: 1 }),
      async (text, model, wake, selected) => {
        const { system, requirements } = compose(scenarioOf(text), instantiate(model, wake), selected);
        if (await expectSameVerdicts(system, requirements)) reduced += 1;
      },
    ),
    { numRuns: scenarioRuns, seed: randomSeed('reductions of random scenarios') },
  );
  expect(reduced).toBeGreaterThan(scenarioRuns / 4);
});
