import fc from 'fast-check';
import { expect, test } from 'vitest';
import { search } from '../../src/engine/index.js';
import { type DeadEnd, PossibilityCheck } from '../../src/logic/index.js';
import { type Expression, evaluate, type System } from '../../src/system/index.js';
import { arbitraryConditions, arbitrarySystem } from '../support/arbitrary-system.js';
import { named } from '../support/named.js';
import { type ReferenceGraph, referenceGraph } from '../support/reference-graph.js';
import { randomRuns, randomSeed } from '../support/seed.js';

const pathLength = async (
  system: System,
  from: Expression<boolean>,
  goal: Expression<boolean>,
  by?: readonly string[],
): Promise<number | undefined> => {
  const analyses = named([new PossibilityCheck({ from, goal, goalInWords: 'it is so', ...(by && { by }) })]);
  const { answers } = await search<DeadEnd | undefined>(system, {
    invariants: [],
    goals: new Map(),
    analyses,
  });
  const deadEnd = answers.get('0');
  return deadEnd && deadEnd.states.length - 1;
};

/** By state: whether a goal can be reached from it, found by walking on from each state anew. */
const reaches = (
  { states, edges }: ReferenceGraph,
  isGoal: (state: number) => boolean,
  by?: readonly string[],
) =>
  states.map((_, start) => {
    const seen = new Set([start]);
    for (const state of seen)
      for (const { step, target } of edges[state] ?? [])
        if (by?.includes(step.process.name) ?? true) seen.add(target);
    return [...seen].some(isGoal);
  });

const depths = ({ states, initial, edges }: ReferenceGraph): readonly number[] => {
  const depth = states.map((_, state) => (state < initial ? 0 : Number.POSITIVE_INFINITY));
  for (let round = 0; round < states.length; round++)
    edges.forEach((its, state) => {
      for (const { target } of its) depth[target] = Math.min(depth[target] ?? 0, (depth[state] ?? 0) + 1);
    });
  return depth;
};

test('what stays possible is what walking on from each state finds', async () => {
  const seen = { possible: 0, impossible: 0 };
  await fc.assert(
    fc.asyncProperty(
      arbitrarySystem,
      arbitraryConditions,
      arbitraryConditions,
      fc.option(fc.subarray(['p', 'p.1', 'p.2', 'q'])),
      async (system, from, goal, chosen) => {
        const by = chosen ?? undefined;
        const graph = referenceGraph(system);
        fc.pre(graph.states.length <= 60);
        const isTrue = (condition: Expression<boolean>, state: number): boolean =>
          evaluate(condition, system, graph.states[state] ?? expect.fail());
        const can = reaches(graph, (state) => isTrue(goal, state), by);
        const depth = depths(graph);
        const lost = graph.states.flatMap((_, state) =>
          isTrue(from, state) && !can[state] ? [depth[state] ?? 0] : [],
        );
        seen[lost.length === 0 ? 'possible' : 'impossible'] += 1;
        expect(await pathLength(system, from, goal, by)).toBe(
          lost.length === 0 ? undefined : Math.min(...lost),
        );
      },
    ),
    { numRuns: randomRuns, seed: randomSeed('possibilities') },
  );
  expect(Math.min(seen.possible, seen.impossible)).toBeGreaterThan(randomRuns / 20);
});
