import fc from 'fast-check';
import { expect, test } from 'vitest';
import { search } from '../../src/engine/index.js';
import { temporal } from '../../src/livepatch/index.js';
import { FormulaCheck, type Measurement, type Quantity, QuantityCheck } from '../../src/logic/index.js';
import { defineSystem, type Expression, evaluate, type System } from '../../src/system/index.js';
import { arbitraryConditions, arbitrarySystem } from '../support/arbitrary-system.js';
import { named } from '../support/named.js';
import { type ReferenceEdge, type ReferenceGraph, referenceGraph } from '../support/reference-graph.js';
import { randomRuns, randomSeed } from '../support/seed.js';

const measure = async (system: System, quantity: Quantity): Promise<Measurement> => {
  const analyses = named([new QuantityCheck(quantity)]);
  const { answers } = await search<readonly Measurement[]>(system, {
    invariants: [],
    goals: new Map(),
    analyses,
  });
  return answers.get('0')?.[0] ?? expect.fail();
};

/** Whether some fair run stays for ever. That is what emptiness.test.ts holds against brute force. */
const lastsForEver = async (system: System, during: Expression<boolean>): Promise<boolean> => {
  const { formula, atoms } = temporal('[] (during -> <> !during)', { during });
  const analyses = named([new FormulaCheck({ formula, atoms })]);
  const { answers } = await search(system, { invariants: [], goals: new Map(), analyses });
  return answers.get('0') !== undefined;
};

/** Best and worst by relaxing every edge, as often as there are states and once more: what still grows then, grows for ever. */
const relax = (system: System, graph: ReferenceGraph, quantity: Quantity, isEndless: boolean) => {
  const { states, edges, initial } = graph;
  const inside = states.map((state) => evaluate(quantity.during, system, state));
  const weightOf = ({ step: { process, edge } }: ReferenceEdge): number =>
    quantity.units[0]?.counts(process, edge.action.tags) ? 1 : 0;
  let worst = states.map(() => 0);
  let best = states.map(() => Number.POSITIVE_INFINITY);
  let grows = states.map(() => false);
  for (let round = 0; round <= states.length; round++) {
    const next = states.map((_, state) =>
      inside[state]
        ? Math.max(
            0,
            ...(edges[state] ?? []).map(
              (edge) => weightOf(edge) + (inside[edge.target] ? (worst[edge.target] ?? 0) : 0),
            ),
          )
        : 0,
    );
    grows = next.map((value, state) => value > (worst[state] ?? 0));
    worst = next;
    best = states.map((_, state) =>
      Math.min(
        ...(edges[state] ?? []).map(
          (edge) => weightOf(edge) + (inside[edge.target] ? (best[edge.target] ?? 0) : 0),
        ),
        Number.POSITIVE_INFINITY,
      ),
    );
  }
  const entries = new Set(
    states.flatMap((_, state) => [
      ...(state < initial && inside[state] ? [state] : []),
      ...(inside[state]
        ? []
        : (edges[state] ?? []).map(({ target }) => target).filter((target) => inside[target])),
    ]),
  );
  const bests = [...entries].map((entry) => best[entry] ?? 0).filter(Number.isFinite);
  return {
    worst:
      grows.some((each) => each) || (quantity.endlessIsUnbounded && isEndless)
        ? 'unbounded'
        : Math.max(0, ...[...entries].map((entry) => worst[entry] ?? 0)),
    best: bests.length === 0 ? undefined : Math.min(...bests),
  };
};

test('quantities are what relaxing every edge gives', async () => {
  const seen = { unbounded: 0, some: 0, none: 0 };
  await fc.assert(
    fc.asyncProperty(
      arbitrarySystem,
      arbitraryConditions,
      fc.subarray(['p', 'p.1', 'p.2', 'q']),
      fc.boolean(),
      fc.boolean(),
      async (plain, during, counted, endlessIsUnbounded, isFair) => {
        const system = isFair
          ? defineSystem({ ...plain, fairness: [{ strength: 'weak', template: 'q' }] })
          : plain;
        const quantity: Quantity = {
          during,
          units: [{ name: 'steps', counts: ({ name }) => counted.includes(name) }],
          endlessIsUnbounded,
        };
        const graph = referenceGraph(system);
        fc.pre(graph.states.length <= 60);
        const { worst, best } = relax(system, graph, quantity, await lastsForEver(system, during));
        seen[worst === 'unbounded' ? 'unbounded' : worst === 0 ? 'none' : 'some'] += 1;
        const found = await measure(system, quantity);
        expect(found.worst).toBe(worst);
        expect(found.best).toBe(best);
      },
    ),
    { numRuns: randomRuns, seed: randomSeed('quantities') },
  );
  expect(Math.min(seen.unbounded, seen.some, seen.none)).toBeGreaterThan(randomRuns / 200);
});
