import fc from 'fast-check';
import { expect, test } from 'vitest';
import { search } from '../../src/engine/index.js';
import { type Measurement, type Quantity, QuantityCheck } from '../../src/logic/index.js';
import { defineSystem, evaluate, isConstrained, type System } from '../../src/system/index.js';
import { arbitraryConditions, arbitrarySystem } from '../support/arbitrary-system.js';
import { type ReferenceEdge, type ReferenceGraph, referenceGraph } from '../support/reference-graph.js';
import { randomRuns, randomSeed } from '../support/seed.js';

const measure = async (system: System, quantity: Quantity): Promise<Measurement> => {
  const analyses = [new QuantityCheck(quantity)];
  const { findings } = await search<Measurement>(system, { invariants: [], goals: [], analyses });
  return findings[0] ?? expect.fail();
};

/** Best and worst by relaxing every edge, as often as there are states and once more: what still grows then, grows for ever. */
const relax = (system: System, graph: ReferenceGraph, quantity: Quantity) => {
  const { states, edges, initial } = graph;
  const inside = states.map((state) => evaluate(quantity.during, system, state));
  const weightOf = ({ step: { process, edge } }: ReferenceEdge): number =>
    quantity.counts(process, edge.action.tags) ? 1 : 0;
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
  const mayRest = (state: number): boolean =>
    (edges[state] ?? []).every(({ step }) =>
      system.fairness.every(
        (each) => each.template !== step.process.template.name || !isConstrained(each, step.edge),
      ),
    );
  const endless = states.some(
    (_, state) => inside[state] && (best[state] === Number.POSITIVE_INFINITY || mayRest(state)),
  );
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
      grows.some((each) => each) || (quantity.endlessIsUnbounded && endless)
        ? 'unbounded'
        : Math.max(0, ...[...entries].map((entry) => worst[entry] ?? 0)),
    best: bests.length === 0 ? undefined : Math.min(...bests),
  };
};

test('quantities are what relaxing every edge gives', { timeout: 120_000 }, async () => {
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
          unit: 'steps',
          during,
          counts: ({ name }) => counted.includes(name),
          endlessIsUnbounded,
        };
        const graph = referenceGraph(system);
        fc.pre(graph.states.length <= 60);
        const { worst, best } = relax(system, graph, quantity);
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
