import { describe, expect, test } from 'vitest';
import { kgraft } from '../../models/index.js';
import { arbitraryScenario, readingSize, satisfies } from '../../src/arbitraries/index.js';
import { checkModel } from '../../src/check/index.js';
import {
  type FuzzRequest,
  type FuzzResult,
  fuzz,
  scenariosByRun,
  tryRunsInThreads,
} from '../../src/fuzz/index.js';
import { type ConsistencyModel, instantiate } from '../../src/livepatch/index.js';
import { resolveDocument, type ScenarioDocument } from '../../src/scenario/index.js';
import { modelOf, propertyOf, requestOf } from './requests.js';

async function verdictOf(document: ScenarioDocument, model: string, property: string): Promise<string> {
  const scenario = resolveDocument(document, 'found');
  if (!scenario.ok) return expect.fail('not well-formed');
  const { cells } = await checkModel(scenario.value, modelOf(model), [propertyOf(property)], undefined);
  return cells[0]?.verdict.kind ?? 'none';
}

function foundIn({ found }: FuzzResult): NonNullable<FuzzResult['found']> {
  return found ?? expect.fail('nothing was found');
}

/** What is known to be violated, with a seed that comes to it soon. */
const known: readonly (readonly [model: string, property: string, more: Partial<FuzzRequest>])[] = [
  ['kgraft', 'deadlock-freedom', { seed: 1, runs: 400 }],
  ['kpatch', 'syscall-consistency', { seed: 1 }],
  ['kgraft', 'global-consistency', { seed: 1 }],
  ['null', 'stack-consistency', { seed: 4 }],
];

describe('what is known to be violated', () => {
  test.for(known)('%s, %s: is found, and as small as it should be', async ([model, property, more]) => {
    const request = requestOf([model], property, more);
    const { document, path = '', run, judgements } = foundIn(await fuzz(request));
    expect(judgements).toEqual({ [model]: 'violated' });
    expect(await verdictOf(document, model, property)).toBe('violated');
    const [tasks = 0, functions = 0] = readingSize(document);
    expect(tasks).toBeLessThanOrEqual(3);
    expect(functions).toBeLessThanOrEqual(3);
    expect(readingSize(document)[0]).toBeLessThanOrEqual(
      readingSize(scenariosByRun(request)(run ?? -1))[0] ?? 0,
    );
    expect(path.split(':')[0]).toBe(String(run));
    const again = foundIn(await fuzz({ ...request, path }));
    expect(again.document).toEqual(document);
    expect({ run: again.run, path: again.path }).toEqual({ run, path });
  });

  test('is the same in this thread, in one other, and in two', async () => {
    const request = requestOf(['kpatch'], 'syscall-consistency', { seed: 1 });
    const results = [
      await fuzz(request),
      await fuzz(request),
      await fuzz(request, { tryRuns: tryRunsInThreads(1) }),
      await fuzz(request, { tryRuns: tryRunsInThreads(2) }),
    ];
    expect(results[0]?.found).toBeDefined();
    for (const result of results) expect(result).toEqual(results[0]);
  });
});

test('what is guaranteed is not found', async () => {
  const { found, runs, inconclusive } = await fuzz(requestOf(['kgraft'], 'syscall-consistency'));
  expect(found).toBeUndefined();
  expect(runs).toBe(100);
  expect(inconclusive).toBeLessThan(50);
});

test('where everything is too large, all of it is told to be inconclusive', async () => {
  const request = requestOf(['kgraft'], 'global-consistency', { runs: 10 });
  const result = await fuzz({ ...request, budget: { ...request.budget, maxStates: 1 } });
  expect(result).toMatchObject({ runs: 10, inconclusive: 10 });
  expect(result.found).toBeUndefined();
});

test('two models are separated by what is violated under one, and holds under the other', async () => {
  const { document, judgements } = foundIn(
    await fuzz(requestOf(['kgraft', 'kpatch'], 'syscall-consistency', { seed: 2 })),
  );
  expect(judgements).toEqual({ kgraft: 'holds', kpatch: 'violated' });
  expect(await verdictOf(document, 'kgraft', 'syscall-consistency')).toBe('holds');
  expect(await verdictOf(document, 'kpatch', 'syscall-consistency')).toBe('violated');
  expect(document).toEqual({
    scenario: 'generated',
    functions: { f: { old: [], new: [] }, g: { old: [], new: [] } },
    syscalls: { syscall1: ['call f', 'call g'] },
    tasks: { task1: { kind: 'user', runs: ['syscall1'] } },
  });
});

test('assumptions are kept to by what is found, also after it is shrunk', async () => {
  const assumptions = ['one-patched-function', 'user-tasks-only'] as const;
  const { document } = foundIn(await fuzz(requestOf(['kgraft'], 'global-consistency', { assumptions })));
  expect(satisfies(document, assumptions)).toBe(true);
  expect(await verdictOf(document, 'kgraft', 'global-consistency')).toBe('violated');
});

test('a path at which nothing is, or nothing is wrong, finds nothing', async () => {
  const request = requestOf(['kpatch'], 'syscall-consistency', { seed: 2 });
  expect((await fuzz({ ...request, path: '0' })).found).toBeUndefined();
  expect((await fuzz({ ...request, path: '1:99999:1' })).found).toBeUndefined();
});

test('a search that is stopped has tried fewer', async () => {
  const controller = new AbortController();
  const request = requestOf(['kgraft'], 'syscall-consistency');
  const stop = ({ runs }: { readonly runs: number }): void => {
    if (runs >= 5) controller.abort();
  };
  const here = await fuzz(request, { signal: controller.signal, onProgress: stop });
  expect(here.runs).toBe(5);
});

test('what is found as the search is stopped is not shrunk, and is found again', async () => {
  const request = requestOf(['kpatch'], 'syscall-consistency');
  const { run = -1 } = foundIn(await fuzz(request));
  const controller = new AbortController();
  const stop = ({ runs }: { readonly runs: number }): void => {
    if (runs === run + 1) controller.abort();
  };
  const { document, path } = foundIn(await fuzz(request, { signal: controller.signal, onProgress: stop }));
  expect(document).toEqual(scenariosByRun(request)(run));
  expect(path).toBe(String(run));
});

describe('a corpus', () => {
  const between: ScenarioDocument = {
    scenario: 'between',
    functions: { f: { old: ['sleep'], new: [] }, g: { old: [], new: [] } },
    syscalls: { s: ['call f', 'call g'] },
    tasks: { t: { kind: 'user', runs: ['s'], count: 2 } },
  };

  test('is tried before anything random, and shrunk', async () => {
    const result = await fuzz(requestOf(['kpatch'], 'syscall-consistency', { corpus: [between] }));
    expect(result).toMatchObject({ runs: 0, worthKeeping: [] });
    const { document, path, run } = foundIn(result);
    expect({ path, run }).toEqual({});
    expect(document).toEqual({
      ...between,
      functions: { f: { old: [], new: [] }, g: { old: [], new: [] } },
      tasks: { t: { kind: 'user', runs: ['s'] } },
    });
  });

  test('is passed over where it is not as assumed', async () => {
    const { found, runs } = await fuzz(
      requestOf(['kpatch'], 'syscall-consistency', {
        ...{ corpus: [between], runs: 1 },
        assumptions: ['one-patched-function'],
      }),
    );
    expect(found).toBeUndefined();
    expect(runs).toBe(1);
  });

  test('counts for coverage, and what exercises nothing new is not worth keeping', async () => {
    const request = requestOf(['kgraft'], 'syscall-consistency', { runs: 15 });
    const first = await fuzz(request);
    expect(first.worthKeeping.length).toBeGreaterThan(0);
    const second = await fuzz({ ...request, corpus: first.worthKeeping });
    expect(second.coverage).toEqual(first.coverage);
    expect(second.worthKeeping).toEqual([]);
  });
});

test('steps of a mechanism that were never taken are listed', async () => {
  const withDeadStep: ConsistencyModel = {
    ...kgraft,
    name: 'dead-step',
    rules(...given) {
      const rules = kgraft.rules(...given);
      const { name, places, steps } = rules.patcher;
      return {
        ...rules,
        patcher: {
          name,
          places: [...places, 'nowhere'],
          steps: [...steps, { action: 'is never taken', from: 'nowhere', to: 'nowhere' }],
        },
      };
    },
  };
  const request = requestOf(['kgraft'], 'syscall-consistency', { runs: 10, assumptions: ['patch-stays'] });
  const { coverage } = await fuzz({ ...request, models: [instantiate(withDeadStep)] });
  expect(coverage.neverExercised).toContain('dead-step: is never taken');
  expect(coverage.exercised.length).toBeGreaterThan(0);
  expect(coverage.exercised.filter((each) => coverage.neverExercised.includes(each))).toEqual([]);
  const removed = await fuzz({ ...request, assumptions: [], models: [instantiate(withDeadStep)] });
  expect(removed.coverage.exercised.length).toBeGreaterThan(coverage.exercised.length);
});

test('an error while shrinking is told, and does not pass for what is looked for', async () => {
  const fragile: ConsistencyModel = {
    ...modelOf('kpatch').model,
    name: 'fragile',
    rules(...given) {
      // Only what shrinking comes to: no random scenario of this seed before.
      if (isShrinking) throw new Error('rules that break');
      return modelOf('kpatch').model.rules(...given);
    },
  };
  let isShrinking = false;
  const request = requestOf(['kpatch'], 'syscall-consistency', { seed: 2 });
  const { run } = foundIn(await fuzz(request));
  const searched = fuzz(
    { ...request, models: [instantiate(fragile)] },
    {
      onProgress: ({ runs }) => {
        isShrinking = runs === (run ?? -1) + 1;
      },
    },
  );
  await expect(searched).rejects.toThrow('rules that break');
});

test('runs do not depend on each other', () => {
  const request = requestOf(['kgraft'], 'syscall-consistency', { size: { tasks: 2 } });
  const later = scenariosByRun(request)(7);
  expect(scenariosByRun(request)(6)).not.toEqual(later);
  expect(scenariosByRun(request)(7)).toEqual(later);
  expect(arbitraryScenario().canShrinkWithoutContext(later)).toBe(true);
});
