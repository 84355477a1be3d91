import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { checkModel } from '../../src/check/index.js';
import { type Analysis, search } from '../../src/engine/index.js';
import { formulaProperty, instantiate } from '../../src/livepatch/index.js';
import {
  type Formula,
  FormulaCheck,
  type Lasso,
  parseFormula,
  printFormula,
  undemanding,
  VacuityCheck,
} from '../../src/logic/index.js';
import type { Expression, System } from '../../src/system/index.js';
import { arbitraryAtom, arbitraryFormula } from '../support/arbitrary-formula.js';
import { arbitraryConditions, arbitrarySystem } from '../support/arbitrary-system.js';
import { expectFairViolation } from '../support/fair-lasso-oracle.js';
import { named } from '../support/named.js';
import { scenarioOf } from '../support/scenarios.js';
import { randomRuns, randomSeed } from '../support/seed.js';

const parse = (text: string): Formula => {
  const parsed = parseFormula(text);
  return parsed.ok ? parsed.formula : expect.fail(`${text}: ${parsed.error.message}`);
};

test.each([
  ['[] (p -> <> q)', '[] (p -> false)', ['<> q']],
  ['[] (p && X !p -> X [] q)', '[] (p && X !p -> false)', ['X [] q']],
  ['[] (p -> q -> r)', '[] (p -> q -> false)', ['r']],
  ['[] (p -> [] (q -> X (r -> s)))', '[] (p -> [] (q -> X (r -> false)))', ['s']],
  ['[] (p -> q) && [] (r -> s)', '[] (p -> false) && [] (r -> false)', ['q', 's']],
  ['[] (p -> (q -> r) && s)', '[] (p -> false)', ['(q -> r) && s']],
])('what %s demands', (formula, rest, demands) => {
  const found = undemanding(parse(formula)) ?? expect.fail('it demands nothing');
  expect(printFormula(found.formula)).toBe(rest);
  expect(found.demands.map(printFormula)).toEqual(demands.map((each) => printFormula(parse(each))));
});

test.each(['[] p', '<> (p -> q)', 'p U q', '[] (p -> q) && [] r', '!(p -> q)'])(
  '%s is no formula that demands something where something else is true',
  (formula) => {
    expect(undemanding(parse(formula))).toBeUndefined();
  },
);

describe('a formula that a scenario states', () => {
  const vacuityOf = async (formula: string): Promise<Readonly<Record<string, string | undefined>>> => {
    const scenario = scenarioOf(`scenario: one task
functions: { f: { old: [sleep], new: [sleep] } }
syscalls: { s: [call f] }
tasks: { t: { kind: user, runs: [s] } }
properties: { stated: '${formula}' }
`);
    const selected = scenario.formulas.map(formulaProperty);
    const verdicts = models.map(async (model) => {
      const { cells } = await checkModel(scenario, instantiate(model), selected, undefined);
      const verdict = cells[0]?.verdict;
      const told = verdict?.kind === 'holds' ? (verdict.vacuous ?? 'holds') : verdict?.kind;
      return [model.name, told] as const;
    });
    return Object.fromEntries(await Promise.all(verdicts));
  };

  test('is vacuous where its premise never comes true, though it speaks of the next state', async () => {
    const irrelevant = "'X [] in-user-space(t)' does not matter: the formula holds whatever it is";
    const found = await vacuityOf('[] ((in-transition && X !in-transition) -> X [] in-user-space(t))');
    expect(found).toMatchObject({ null: irrelevant, naive: irrelevant, kgraft: 'violated' });
  });

  test('is not where it does, for one of its parts or for all', async () => {
    const always = '(in-transition || !in-transition)';
    expect(await vacuityOf(`[] (in-transition && X !in-transition -> X [] ${always})`)).toMatchObject({
      simple: 'holds',
      kgraft: 'holds',
      naive: 'no atom of the formula is ever true',
    });
    const parts = `[] (held(t) -> ${always}) && [] (in-user-space(t) && X in-kernel(t) -> ${always})`;
    expect(await vacuityOf(parts)).toMatchObject({ naive: 'holds', kgraft: 'holds' });
  });

  test('says what is never true, where a state tells', async () => {
    expect(await vacuityOf('[] (in-transition -> <> !in-transition)')).toMatchObject({
      naive: 'in-transition is never true',
      kgraft: 'holds',
    });
    expect(await vacuityOf('[] (in-user-space(t) -> in-transition -> in-transition)')).toMatchObject({
      naive: 'in-user-space(t) && in-transition is never true',
    });
  });

  test('is vacuous where what it demands last is never demanded', async () => {
    const twice = '[] (in-transition -> [] (!in-transition -> [] (in-transition -> <> held(t))))';
    expect(await vacuityOf(twice)).toMatchObject({
      simple: "'<> held(t)' does not matter: the formula holds whatever it is",
      naive: 'in-transition is never true',
    });
  });
});

test('a formula that holds vacuously holds whatever it demands; one that does not, not without its demands', async () => {
  const names = ['a', 'b'];
  const parts = arbitraryFormula(arbitraryAtom(names), { maxDepth: 2 });
  type Shape = (demand: Formula, premise: Formula, other: Formula) => string;
  const shapes = fc.constantFrom<Shape[]>(
    (demand, premise) => `[] ((${printFormula(premise)}) -> (${printFormula(demand)}))`,
    (demand, premise, other) =>
      `[] ((${printFormula(premise)}) -> [] ((${printFormula(other)}) -> (${printFormula(demand)})))`,
    (demand, premise, other) =>
      `[] ((${printFormula(premise)}) -> (${printFormula(demand)})) && X ((${printFormula(other)}) -> (${printFormula(demand)}))`,
  );
  const counts = { vacuous: 0, needed: 0, violated: 0 };
  await fc.assert(
    fc.asyncProperty(
      arbitrarySystem,
      fc.tuple(arbitraryConditions, arbitraryConditions),
      shapes,
      fc.tuple(parts, parts, parts, parts),
      async (system, [a, b], shape, [demand, premise, other, instead]) => {
        const atoms = new Map<string, Expression<boolean>>([
          ['a', a],
          ['b', b],
        ]);
        // What is demanded is no implication itself, whose own right side would be the demand.
        fc.pre(undemanding(demand) === undefined);
        const formula = parse(shape(demand, premise, other));
        const rest = undemanding(formula) ?? expect.fail('it demands nothing');
        const check = new VacuityCheck({ formula, atoms }, rest);
        const { lasso, irrelevant } = await answerOf(system, check);
        if (lasso) {
          counts.violated += 1;
          expectFairViolation(system, { formula, atoms }, lasso);
          return;
        }
        counts[irrelevant ? 'vacuous' : 'needed'] += 1;
        const violation = (each: Formula): Promise<Lasso | undefined> =>
          answerOf(system, new FormulaCheck({ formula: each, atoms }));
        if (irrelevant) expect(await violation(parse(shape(instead, premise, other)))).toBeUndefined();
        else
          expectFairViolation(
            system,
            { formula: rest.formula, atoms },
            (await violation(rest.formula)) ?? expect.fail('it holds without its demands'),
          );
      },
    ),
    { numRuns: randomRuns / 2, seed: randomSeed('vacuity') },
  );
  for (const [sort, count] of Object.entries(counts)) expect(count, sort).toBeGreaterThan(randomRuns / 40);
});

async function answerOf<T>(system: System, analysis: Analysis<T>): Promise<T> {
  const { answers } = await search<T>(system, {
    invariants: [],
    goals: new Map(),
    analyses: named([analysis]),
  });
  return answers.get('0') as T;
}
