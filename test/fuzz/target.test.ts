import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { arbitraryScenario } from '../../src/arbitraries/index.js';
import { checkModel, isVacuous } from '../../src/check/index.js';
import { judge, tryScenario } from '../../src/fuzz/index.js';
import { baselines, instantiate } from '../../src/livepatch/index.js';
import { resolveDocument, type Scenario, type ScenarioDocument } from '../../src/scenario/index.js';
import { randomSeed, scaled } from '../support/seed.js';
import { budget, modelOf, propertyOf } from './requests.js';

function resolved(document: ScenarioDocument): Scenario {
  const result = resolveDocument(document, 'test');
  return result.ok ? result.value : expect.fail(result.diagnostics.map(({ message }) => message).join());
}

test('a step that there is for each function is one step of the mechanism, whatever the functions are called', async () => {
  const naive = modelOf('naive');
  const document = (one: string, other: string): ScenarioDocument => ({
    scenario: 'two functions',
    functions: { [one]: { old: [], new: [] }, [other]: { old: [], new: [] } },
    syscalls: { s: [`call ${one}`, `call ${other}`] },
    tasks: { t: { kind: 'user', runs: ['s'] } },
  });
  const stepsOf = async (one: string, other: string): Promise<readonly string[]> => [
    ...(await judge(resolved(document(one, other)), naive, [propertyOf('global-consistency')])).steps.keys(),
  ];
  // Words that the sentence itself has.
  expect(await stepsOf('text', 'over')).toEqual(await stepsOf('f', 'g'));
});

test('judgements are the verdicts of a check', async () => {
  const asked = properties.filter(({ kind }) => kind !== 'quantity');
  expect(new Set(asked.map(({ kind }) => kind)).size).toBeGreaterThan(2);
  const seen = new Set<string>();
  const small = { tasks: 2, functions: 2, statements: 1, depth: 1 };
  await fc.assert(
    fc.asyncProperty(arbitraryScenario(small), fc.constantFrom(...models), async (document, model) => {
      const scenario = resolved(document);
      const instance = instantiate(model);
      const { judgements } = await judge(scenario, instance, asked, { ...budget, maxStates: 2000 });
      if ([...judgements.values()].includes('inconclusive')) return;
      const { cells } = await checkModel(scenario, instance, asked, undefined, { reductions: [] });
      const verdicts = cells.map(
        ({ property, verdict }) => [property.name, isVacuous(verdict) ? 'vacuous' : verdict.kind] as const,
      );
      expect(judgements).toEqual(new Map(verdicts));
      for (const { name, kind } of asked) seen.add(`${kind} ${judgements.get(name)}`);
    }),
    { numRuns: scaled(40), seed: randomSeed('judgements') },
  );
  expect([...seen]).toEqual(expect.arrayContaining(['safety violated', 'liveness violated', 'safety holds']));
}, 60_000);

test('what is larger than the budget is inconclusive', async () => {
  const { judgements } = await judge(
    resolved(lockOrder('B', 'A')),
    modelOf('kgraft'),
    [propertyOf('call-compatibility'), propertyOf('convergence')],
    { ...budget, maxStates: 10 },
  );
  expect([...judgements.values()]).toEqual(['inconclusive', 'inconclusive']);
});

/** Two tasks that take two locks in some order, before the patch and after it. */
function lockOrder(first: string, second: string, change: Partial<ScenarioDocument> = {}): ScenarioDocument {
  return {
    scenario: 'lock order',
    locks: ['A', 'B'],
    functions: {
      f: {
        old: ['lock A', 'lock B', 'unlock B', 'unlock A'],
        new: [`lock ${first}`, `lock ${second}`, `unlock ${second}`, `unlock ${first}`],
      },
    },
    syscalls: { s: ['call f'] },
    tasks: { t: { kind: 'user', runs: ['s'], count: 2 } },
    ...change,
  };
}

describe('a violation counts', () => {
  const trial = (document: ScenarioDocument, model: string, property: string) =>
    tryScenario(document, { models: [modelOf(model)], property: propertyOf(property), budget });

  test('where only old and new code together deadlock', async () => {
    const { isFound, judgements, isInconclusive } = await trial(
      lockOrder('B', 'A'),
      'kgraft',
      'deadlock-freedom',
    );
    expect({ isFound, judgements, isInconclusive }).toEqual({
      isFound: true,
      judgements: ['violated'],
      isInconclusive: false,
    });
  });

  const both = ['lock A', 'lock B', 'unlock B', 'unlock A'];
  const reverse = ['lock B', 'lock A', 'unlock A', 'unlock B'];
  const twoFunctions = (old: [string[], string[]], changed: [string[], string[]]): ScenarioDocument =>
    lockOrder('A', 'B', {
      functions: { f: { old: old[0], new: changed[0] }, g: { old: old[1], new: changed[1] } },
      syscalls: { s: ['call f'], other: ['call g'] },
      tasks: { t: { kind: 'user', runs: ['s'] }, u: { kind: 'user', runs: ['other'] } },
    });

  test.for<[string, ScenarioDocument]>([
    ['the old code alone deadlocks', twoFunctions([both, reverse], [both, both])],
    ['the new code alone deadlocks', twoFunctions([both, both], [both, reverse])],
  ])('not where %s', async ([, document]) => {
    const { isFound, judgements, isInconclusive } = await trial(document, 'kgraft', 'deadlock-freedom');
    expect({ isFound, judgements, isInconclusive }).toEqual({
      isFound: false,
      judgements: ['violated'],
      isInconclusive: false,
    });
  });

  test('nor of another property where they deadlock', async () => {
    const document = twoFunctions([both, reverse], [both, both]);
    const { isFound, judgements } = await trial(document, 'kgraft', 'global-consistency');
    expect({ isFound, judgements }).toEqual({ isFound: false, judgements: ['violated'] });
  });

  /** A sleep with the lock held: what ends it early gives the lock back, or not. */
  const sleeper = (onSignal: string[] | undefined): ScenarioDocument => ({
    scenario: 'signal',
    locks: ['A'],
    functions: {
      f: {
        old: ['lock A', onSignal ? { sleep: 'interruptible', 'on-signal': onSignal } : 'sleep', 'unlock A'],
        new: [],
      },
      g: { old: [], new: [] },
    },
    syscalls: { s: ['call f'], other: ['call g'] },
    tasks: { t: { kind: 'user', runs: ['s'] }, u: { kind: 'user', runs: ['other'] } },
  });

  test('not where the code breaks when a signal ends a sleep', async () => {
    const model = 'kgraft:wake=nobody';
    const right = await trial(sleeper(['unlock A']), model, 'global-consistency');
    const wrong = await trial(sleeper(undefined), model, 'global-consistency');
    // With nobody to wake, the mechanism shows neither.
    expect([right, wrong].map(({ judgements }) => judgements)).toEqual([['violated'], ['violated']]);
    expect([right, wrong].map(({ isFound }) => isFound)).toEqual([true, false]);
  });

  test('not, and not as nothing found either, where that is too large to be searched', async () => {
    const target = { models: [modelOf('kgraft')], property: propertyOf('deadlock-freedom') };
    const trials = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        tryScenario(lockOrder('B', 'A'), { ...target, budget: { ...budget, maxStates: 10 * (index + 1) } }),
      ),
    );
    expect(trials.filter(({ isFound, isInconclusive }) => isFound === isInconclusive)).toEqual([]);
    // The model's own search may answer before that of the code by itself does.
    expect(trials.at(0)?.isInconclusive).toBe(true);
  });

  test('of two models only where the property holds under the other', async () => {
    const separated = (...names: string[]) =>
      tryScenario(lockOrder('B', 'A'), {
        models: names.map(modelOf),
        property: propertyOf('deadlock-freedom'),
        budget,
      });
    expect(await separated('kgraft', 'simple')).toMatchObject({
      isFound: true,
      judgements: ['violated', 'holds'],
    });
    expect((await separated('kgraft', 'kgraft:wake=nobody')).isFound).toBe(false);
  });

  test('not of a document that is no scenario', async () => {
    const { isFound, isInconclusive } = await trial(
      lockOrder('B', 'A', { locks: ['A'] }),
      'kgraft',
      'deadlock-freedom',
    );
    expect({ isFound, isInconclusive }).toEqual({ isFound: false, isInconclusive: true });
  });
});

test('the kernel by itself runs only old code, or only new code', async () => {
  const document: ScenarioDocument = {
    scenario: 'which',
    data: { ran: ['none', 'old', 'new'] },
    functions: { f: { old: ['set ran old'], new: ['set ran new'] } },
    syscalls: { s: ['call f', 'assert ran = old'] },
    tasks: { t: { kind: 'user', runs: ['s'] } },
  };
  const judged = await Promise.all(
    baselines.map(async (baseline) => {
      const { judgements } = await judge(
        resolved(document),
        baseline,
        [propertyOf('data-compatibility')],
        budget,
      );
      return `${baseline.model.name} ${judgements.get('data-compatibility')}`;
    }),
  );
  expect(judged.map((each) => each.replace('vacuous', 'holds'))).toEqual([
    ...['unpatched holds', 'patched violated'],
    ...['unpatched and signalled holds', 'patched and signalled violated'],
  ]);
});
