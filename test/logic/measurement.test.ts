import fc from 'fast-check';
import { expect, test } from 'vitest';
import { search } from '../../src/engine/index.js';
import { temporal } from '../../src/livepatch/index.js';
import { FormulaCheck, type Measurement, type Quantity, QuantityCheck } from '../../src/logic/index.js';
import {
  always,
  at,
  defineSystem,
  type Expression,
  evaluate,
  never,
  processNamed,
  type System,
} from '../../src/system/index.js';
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
  let worstThatEnds = states.map(() => Number.NEGATIVE_INFINITY);
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
    worstThatEnds = states.map((_, state) =>
      Math.max(
        ...(edges[state] ?? []).map(
          (edge) => weightOf(edge) + (inside[edge.target] ? (worstThatEnds[edge.target] ?? 0) : 0),
        ),
        Number.NEGATIVE_INFINITY,
      ),
    );
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
  const isUnbounded = grows.some((each) => each) || (quantity.endlessIsUnbounded && isEndless);
  const most = Math.max(0, ...[...entries].map((entry) => worst[entry] ?? 0));
  const someEnds = [...entries].some((entry) => worstThatEnds[entry] === most);
  return {
    worst: isUnbounded ? 'unbounded' : most,
    neverEnds: !isUnbounded && entries.size > 0 && !someEnds ? true : undefined,
    best: bests.length === 0 ? undefined : Math.min(...bests),
  };
};

test('quantities are what relaxing every edge gives', async () => {
  const seen = { unbounded: 0, some: 0, none: 0, neverEnds: 0 };
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
        const isEndless = await lastsForEver(system, during);
        const { worst, neverEnds, best } = relax(system, graph, quantity, isEndless);
        seen[worst === 'unbounded' ? 'unbounded' : worst === 0 ? 'none' : 'some'] += 1;
        if (neverEnds) seen.neverEnds += 1;
        const found = await measure(system, quantity);
        expect(found.worst).toBe(worst);
        expect(found.neverEnds).toBe(neverEnds);
        expect(found.best).toBe(best);
      },
    ),
    { numRuns: randomRuns, seed: randomSeed('quantities') },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(randomRuns / 200);
});

/** A process that goes these ways; it is over when it is out. */
const ways = (...steps: readonly (readonly [from: string, to: string, isCounted: boolean])[]): System =>
  defineSystem({
    variables: [],
    templates: [
      {
        name: 'p',
        count: 1,
        roles: ['task'],
        graph: {
          initial: 'start',
          locations: ['start', 'one', 'trap', 'out'].map((name) => ({
            name,
            labels: name === 'out' ? [] : ['inside'],
            end: true,
          })),
          edges: steps.map(([from, to, isCounted]) => ({
            from,
            to,
            action: { name: `goes to ${to}`, tags: isCounted ? ['counted'] : [] },
            guard: always,
            assignments: [],
            assertions: [],
          })),
        },
      },
    ],
  });

const countedSteps: Quantity = {
  during: at(processNamed('p'), 'inside'),
  units: [{ name: 'steps', counts: (_, tags) => tags.includes('counted') }],
  endlessIsUnbounded: false,
};

const first = ['start', 'one', true] as const;
const intoTrap = ['one', 'trap', true] as const;
const out = ['one', 'out', true] as const;
const atOnce = ['start', 'out', false] as const;

test.each([
  ['a run that ends takes as much', [first, intoTrap, out, atOnce], undefined, 'out'],
  ['one does, and is found first', [first, out, intoTrap, atOnce], undefined, 'out'],
  ['those that end take less', [first, intoTrap, ['one', 'out', false], atOnce], true, 'trap'],
  ['none ends', [first, intoTrap], true, 'trap'],
] as const)('where %s, the worst case says whether it ends', async (_, steps, neverEnds, end) => {
  const found = await measure(ways(...steps), countedSteps);
  expect(found.worst).toBe(2);
  expect(found.neverEnds).toBe(neverEnds);
  expect(found.run?.states.at(-1)?.locations.get('p')).toBe(end);
});

test('what never begins has no best case, and a worst case of nothing', async () => {
  const [system] = fc.sample(arbitrarySystem, { numRuns: 1, seed: 1 });
  const unit = { name: 'steps', counts: () => true };
  for (const endlessIsUnbounded of [true, false])
    expect(
      await measure(system ?? expect.fail(), { during: never, units: [unit], endlessIsUnbounded }),
    ).toEqual({ unit, worst: 0 });
});
