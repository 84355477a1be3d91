import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kgraft, models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import {
  type ReductionName,
  type Requirements,
  reductionNames,
  type SearchResult,
  search,
} from '../../src/engine/index.js';
import { compose, instantiate } from '../../src/livepatch/index.js';
import type { System } from '../../src/system/index.js';
import { arbitraryReducibleSystem, arbitraryRequirements } from '../support/arbitrary-system.js';
import { expectRealPaths } from '../support/expect-real-paths.js';
import { scenarioOf } from '../support/scenarios.js';
import { randomSeed, scaled } from '../support/seed.js';
import { smallBudget } from '../support/small-budget.js';

/** Threads share even the smallest level. */
const together = (jobs: number) => ({ jobs, fromStates: 0, fromWidth: 1, waits: true });

/** What must not depend on who did which part of the work. */
function facts(system: System, { counterexamples, reached, firedEdges, statistics, stopped }: SearchResult) {
  const { states, transitions, depth } = statistics;
  return {
    stopped,
    states,
    transitions,
    depth,
    reached,
    lengths: new Map([...counterexamples].map(([property, path]) => [property, path.states.length])),
    fired: system.templates.flatMap(({ graph }) => graph.edges.map((edge) => firedEdges.has(edge))),
  };
}

async function expectSame(system: System, requirements: Requirements, jobs: readonly number[]) {
  for (const reductions of [[], reductionNames] as readonly (readonly ReductionName[])[]) {
    const alone = await search(system, requirements, { reductions });
    for (const each of jobs) {
      const result = await search(system, requirements, {
        budget: smallBudget,
        reductions,
        parallelism: together(each),
      });
      expect(facts(system, result)).toEqual(facts(system, alone));
      expectRealPaths(system, requirements, result);
    }
  }
}

function lockOrder(tasks: number) {
  const text = readFileSync(new URL('../../bench/workloads/lock-order.yaml', import.meta.url), 'utf8');
  return scenarioOf(text.replace(/count: \d+/, `count: ${tasks}`));
}

const safety = properties.filter(({ kind }) => kind === 'safety');

/** Every second one; all by `npm run test:long`. */
const someModels = models.filter((_, position) => scaled(1) > 1 || position % 2 === 0);

test.each(someModels)('two and three threads find under $name what one does', async (model) => {
  const { system, requirements } = compose(
    lockOrder(model.name === 'naive' ? 2 : 3),
    instantiate(model),
    safety,
  );
  await expectSame(system, requirements, [2, 3]);
});

test('two threads find in random systems what one does', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryReducibleSystem, arbitraryRequirements, (system, requirements) =>
      expectSame(system, requirements, [2]),
    ),
    { numRuns: scaled(15), seed: randomSeed('random systems, two threads') },
  );
});

test('a search that grows its index many times keeps every state', async () => {
  const { system, requirements } = compose(lockOrder(4), instantiate(kgraft), [
    safety.find(({ name }) => name === 'global-consistency') as (typeof safety)[number],
  ]);
  const { statistics } = await search(system, requirements, {
    budget: smallBudget,
    parallelism: together(2),
  });
  expect(statistics.states).toBe(193_536);
});

test('budgets stop all threads, and the search says so', async () => {
  const { system, requirements } = compose(lockOrder(5), instantiate(kgraft), safety);
  const options = { parallelism: { ...together(2), fromWidth: 100 } };
  for (const [stopped, budget] of [
    ['max-states', { maxStates: 30_000 }],
    ['memory', { memoryBytes: 2_000_000 }],
    ['timeout', { timeoutMs: 1500 }],
  ] as const) {
    const result = await search(system, requirements, { ...options, budget: { ...smallBudget, ...budget } });
    expect(result.stopped).toBe(stopped);
    expectRealPaths(system, requirements, result);
  }
});
