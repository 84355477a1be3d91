import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AssumptionName, assumptionNames } from '../../src/arbitraries/index.js';
import {
  judge,
  mergeSurveys,
  type Survey,
  type SurveyCell,
  scenariosWithin,
  surveyScenario,
  weakestAssumptions,
} from '../../src/fuzz/index.js';
import { resolveDocument, type ScenarioDocument } from '../../src/scenario/index.js';
import { randomSeed, scaled } from '../support/seed.js';
import { budget, modelOf, propertyOf } from './requests.js';

const bitsOf = (...names: readonly AssumptionName[]): number =>
  names.reduce((bits, name) => bits | (1 << assumptionNames.indexOf(name)), 0);
const all = bitsOf(...assumptionNames);
const allBut = (...names: readonly AssumptionName[]): number => all & ~bitsOf(...names);

describe('the weakest assumptions', () => {
  const weakest = (...assumedBy: number[]) => weakestAssumptions({ assumedBy });

  test('are none where nothing violates', () => {
    expect(weakest()).toEqual([[]]);
  });

  test('do not exist where something violates that keeps to all', () => {
    expect(weakest(all)).toEqual([]);
    expect(weakest(all, allBut('patch-stays'))).toEqual([]);
  });

  test('exclude a scenario by any that it does not keep to', () => {
    expect(weakest(allBut('patch-stays'))).toEqual([['patch-stays']]);
    expect(weakest(allBut('no-shared-locks', 'patch-stays'))).toEqual([['patch-stays'], ['no-shared-locks']]);
  });

  test('exclude scenarios that have none in common by one of each', () => {
    expect(weakest(allBut('patch-stays'), allBut('no-shared-locks', 'no-shared-data'))).toEqual([
      ['patch-stays', 'no-shared-locks'],
      ['patch-stays', 'no-shared-data'],
    ]);
  });

  test('are not more than what excludes two at once', () => {
    const result = weakest(
      allBut('patch-stays', 'no-shared-data'),
      allBut('no-shared-data', 'no-shared-locks'),
    );
    expect(result).toEqual([['no-shared-data'], ['patch-stays', 'no-shared-locks']]);
  });

  test('are every single one where something keeps to none', () => {
    expect(weakest(0)).toEqual(assumptionNames.map((name) => [name]));
  });

  test('exclude everything, and without one of them do not', () => {
    const bits = fc.array(fc.nat({ max: all }), { maxLength: 6 });
    fc.assert(
      fc.property(bits, (assumedBy) => {
        const excludes = (names: readonly AssumptionName[]): boolean =>
          assumedBy.every((kept) => names.some((name) => (kept & bitsOf(name)) === 0));
        for (const each of weakestAssumptions({ assumedBy })) {
          const names = assumptionNames.filter((name) => each.includes(name));
          expect(names).toHaveLength(each.length);
          expect(excludes(names)).toBe(true);
          for (const name of names) expect(excludes(names.filter((each) => each !== name))).toBe(false);
        }
        expect(weakestAssumptions({ assumedBy }).length > 0).toBe(!assumedBy.includes(all));
      }),
      { numRuns: scaled(50), seed: randomSeed('weakest assumptions') },
    );
  });
});

describe('surveys', () => {
  const documents = [...scenariosWithin({ tasks: 2, functions: 1, statements: 1 })];
  // An index stands for one scenario, wherever it comes up.
  const smallest = fc
    .nat({ max: documents.length - 1 })
    .map((index) => ({ index, document: documents[index] as ScenarioDocument }));
  const cell: fc.Arbitrary<SurveyCell> = fc.record(
    {
      ...{
        holds: fc.nat(9),
        vacuous: fc.nat(9),
        inconclusive: fc.nat(9),
        wrong: fc.nat(9),
        violated: fc.nat(9),
      },
      assumedBy: fc.uniqueArray(fc.nat(9)).map((bits) => bits.sort((one, other) => one - other)),
      smallest,
    },
    { requiredKeys: ['holds', 'vacuous', 'inconclusive', 'wrong', 'violated', 'assumedBy'] },
  );
  const survey: fc.Arbitrary<Survey> = fc.dictionary(
    fc.constantFrom('kgraft', 'kpatch'),
    fc.dictionary(fc.constantFrom('one', 'other'), cell),
  );
  const parameters = { numRuns: scaled(200), seed: randomSeed('surveys') };

  test('are merged in any order', () => {
    fc.assert(
      fc.property(survey, survey, survey, (a, b, c) => {
        expect(mergeSurveys(a, b)).toEqual(mergeSurveys(b, a));
        expect(mergeSurveys(a, mergeSurveys(b, c))).toEqual(mergeSurveys(mergeSurveys(a, b), c));
        expect(mergeSurveys(a, {})).toEqual(mergeSurveys({}, a));
      }),
      parameters,
    );
  });

  test('add up, and keep the scenario with least to read', () => {
    const [small, large] = [documents[0], documents.at(-1)];
    if (!small || !large) return expect.fail();
    const one = { holds: 1, vacuous: 2, inconclusive: 3, wrong: 5, violated: 4, assumedBy: [1, 3] };
    const merged = mergeSurveys(
      { m: { p: { ...one, smallest: { index: 7, document: large } } } },
      { m: { p: { ...one, assumedBy: [2, 3], smallest: { index: 9, document: small } } } },
    );
    expect(merged.m?.p).toEqual({
      ...{ holds: 2, vacuous: 4, inconclusive: 6, wrong: 10, violated: 8, assumedBy: [1, 2, 3] },
      smallest: { index: 9, document: small },
    });
  });
});

/** Two functions that one system call runs one after the other: kpatch may patch between them. */
const between: ScenarioDocument = {
  scenario: 'between',
  functions: { f: { old: [], new: [] }, g: { old: [], new: [] } },
  syscalls: { s: ['call f', 'call g'] },
  tasks: { t: { kind: 'user', runs: ['s'] } },
};

describe('one scenario', () => {
  const syscallConsistency = propertyOf('syscall-consistency');
  const properties = [syscallConsistency, propertyOf('deadlock-freedom')];

  test('is counted once for each model and property', async () => {
    const models = [modelOf('kgraft'), modelOf('kpatch')];
    const survey = await surveyScenario(between, 3, { models, properties, budget });
    const none = { holds: 0, vacuous: 0, inconclusive: 0, wrong: 0, violated: 0, assumedBy: [] };
    expect(survey).toEqual({
      kgraft: {
        'syscall-consistency': { ...none, holds: 1 },
        'deadlock-freedom': { ...none, vacuous: 1 },
      },
      kpatch: {
        'syscall-consistency': {
          ...{ ...none, violated: 1, smallest: { index: 3, document: between } },
          assumedBy: [allBut('one-patched-function')],
        },
        'deadlock-freedom': { ...none, vacuous: 1 },
      },
    });
  });

  test('that is wrong by itself is not counted as violating, holding, or inconclusive', async () => {
    const wrong = { ...between, locks: ['A'], syscalls: { s: ['call f', 'call g', 'unlock A'] } };
    const models = [modelOf('kpatch')];
    const survey = await surveyScenario(wrong, 0, { models, properties: [syscallConsistency], budget });
    expect(survey.kpatch?.['syscall-consistency']).toMatchObject({
      ...{ holds: 0, violated: 0, inconclusive: 0 },
      wrong: 1,
    });
  });

  test('in which a transition waits for others is not wrong by itself', async () => {
    const contended: ScenarioDocument = {
      ...between,
      locks: ['A'],
      functions: { f: { old: ['lock A', 'unlock A'], new: [] } },
      syscalls: { s: ['call f'] },
      tasks: { t: { kind: 'user', runs: ['s'], count: 2 } },
    };
    const models = ['simple', 'kgraft'].map(modelOf);
    const properties = [propertyOf('non-interference')];
    const survey = await surveyScenario(contended, 0, { models, properties, budget });
    for (const { name } of models) expect(survey[name]?.['non-interference']).toMatchObject({ violated: 1 });
  });

  test('of which it is not known whether it is right by itself is inconclusive', async () => {
    // The violation comes early; what the code does by itself is much more.
    const large: ScenarioDocument = {
      ...between,
      syscalls: { s: ['call f', 'call g'], sleeps: Array<string>(6).fill('sleep') },
      tasks: { ...between.tasks, sleeper: { kind: 'user', runs: ['sleeps'], count: 2 } },
    };
    const resolved = resolveDocument(large, 'test');
    if (!resolved.ok) return expect.fail();
    const model = modelOf('kpatch');
    const asked = { models: [model], properties: [syscallConsistency] };
    const told = new Set<string>();
    for (let maxStates = 1; maxStates < 2 ** 16; maxStates *= 2) {
      const small = { ...budget, maxStates };
      const survey = await surveyScenario(large, 0, { ...asked, budget: small });
      const cell = survey.kpatch?.['syscall-consistency'];
      const verdicts = (['holds', 'vacuous', 'violated', 'inconclusive'] as const).filter(
        (each) => cell?.[each],
      );
      const { judgements } = await judge(resolved.value, model, asked.properties, small);
      told.add(`${[...judgements.values()]} under the model: ${verdicts}`);
    }
    expect([...told]).toEqual([
      'inconclusive under the model: inconclusive',
      'violated under the model: inconclusive',
      'violated under the model: violated',
    ]);
  });
});
