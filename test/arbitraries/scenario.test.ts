import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  arbitraryScenario,
  printScenario,
  readingSize,
  type ScenarioSize,
  simplerScenarios,
  tidy,
} from '../../src/arbitraries/index.js';
import { allStatements, bodiesIn, bodiesOf, branchesOf } from '../../src/arbitraries/walk.js';
import {
  findScenarioFiles,
  parseDocumentOf,
  parseScenario,
  printDiagnostic,
  resolveDocument,
  type Scenario,
  type ScenarioDocument,
  type StatementDocument,
} from '../../src/scenario/index.js';
import { randomSeed, scaled } from '../support/seed.js';

const seed = randomSeed('generated scenarios');

/** What is wrong with a document; nothing where it is well-formed. */
const wrongIn = (document: ScenarioDocument): readonly string[] => {
  const resolved = resolveDocument(document, 'generated');
  return resolved.ok ? [] : resolved.diagnostics.map(printDiagnostic);
};

/** A scenario without what depends on where its parts stand in a text. */
const withoutPlaces = (scenario: Scenario): unknown =>
  JSON.parse(
    JSON.stringify(scenario, (key, value: unknown) =>
      key === 'source' || key === 'file' || key === 'line' || key === 'column' ? undefined : value,
    ),
  );

const shippedDocuments = async (): Promise<readonly (readonly [string, ScenarioDocument])[]> => {
  const files = await findScenarioFiles(['scenarios']);
  if (!files.ok) return expect.fail('no scenarios');
  return Promise.all(
    files.value.map(async (file) => {
      const document = parseDocumentOf(await readFile(file, 'utf8'), file);
      return [file, document.ok ? document.value.value : expect.fail(file)] as const;
    }),
  );
};

describe('generated documents', () => {
  test('are well-formed', () => {
    fc.assert(
      fc.property(arbitraryScenario(), (document) => {
        expect(wrongIn(document)).toEqual([]);
      }),
      { numRuns: scaled(500), seed },
    );
  });

  test('are printed as what they say', () => {
    fc.assert(
      fc.property(arbitraryScenario(), (document) => {
        const text = printScenario(document);
        const [printed, resolved] = [
          parseScenario(text, 'generated'),
          resolveDocument(document, 'generated'),
        ];
        if (!printed.ok || !resolved.ok) return expect.fail(text);
        expect(withoutPlaces(printed.value)).toEqual(withoutPlaces(resolved.value));
        expect(parseDocumentOf(text, 'generated')).toMatchObject({ ok: true, value: { value: document } });
      }),
      { numRuns: scaled(300), seed },
    );
  });

  test('are tidy already', () => {
    fc.assert(
      fc.property(arbitraryScenario(), (document) => {
        expect(tidy(document)).toEqual(document);
      }),
      { numRuns: scaled(300), seed },
    );
  });

  test('follow from the seed', () => {
    const sample = (from: number) => fc.sample(arbitraryScenario(), { seed: from, numRuns: 20 });
    expect(sample(7)).toEqual(sample(7));
    expect(sample(7)).not.toEqual(sample(8));
  });

  test('are of all kinds that the vocabulary has', () => {
    const texts = fc
      .sample(arbitraryScenario(), { seed: 1, numRuns: 500 })
      .map((each) => JSON.stringify(each));
    const parts = [
      ...['kthread', 'cpu-hog', 'timer', 'once', 'removed', 'reversed', 'signature', 'safe-point'],
      ...['trylock', 'either', 'loop', 'if', 'else'].map((keyword) => `"${keyword}"`),
      ...['wait ready', 'wake ready', 'sleep', 'sleep uninterruptible', 'return', 'increment users'],
    ];
    expect(parts.filter((part) => !texts.some((text) => text.includes(part)))).toEqual([]);
  });
});

describe('sizes', () => {
  const depthOf = (statement: StatementDocument): number =>
    branchesOf(statement).length === 0 ? 0 : 1 + Math.max(...branchesOf(statement).flat().map(depthOf), 0);

  const sizes: fc.Arbitrary<ScenarioSize> = fc.record({
    tasks: fc.integer({ min: 1, max: 4 }),
    functions: fc.integer({ min: 1, max: 4 }),
    statements: fc.integer({ min: 1, max: 3 }),
    depth: fc.integer({ min: 1, max: 3 }),
  });

  test('are kept to', () => {
    const scenarios = sizes.chain((size) => arbitraryScenario(size).map((document) => ({ size, document })));
    fc.assert(
      fc.property(scenarios, ({ size, document }) => {
        expect(Object.keys(document.tasks).length).toBeLessThanOrEqual(size.tasks);
        expect(Object.keys(document.functions).length).toBeLessThanOrEqual(size.functions);
        expect(Math.max(...bodiesIn(document).flat().map(depthOf), 0)).toBeLessThanOrEqual(size.depth);
      }),
      { numRuns: scaled(300), seed },
    );
  });

  test('are reached', () => {
    const documents = fc.sample(arbitraryScenario({ tasks: 2, functions: 4 }), { seed: 1, numRuns: 300 });
    expect(new Set(documents.map(({ tasks }) => Object.keys(tasks).length))).toEqual(new Set([1, 2]));
    expect(new Set(documents.map(({ functions }) => Object.keys(functions).length))).toEqual(
      new Set([1, 2, 3, 4]),
    );
  });

  test('of one task, one function and one statement are small', () => {
    const least = arbitraryScenario({ tasks: 1, functions: 1, statements: 1, depth: 1 });
    for (const document of fc.sample(least, { seed, numRuns: 100 })) {
      expect(Object.keys(document.tasks)).toHaveLength(1);
      expect(Object.keys(document.functions)).toEqual(['f']);
      // What a patch makes of a body of three (a lock, one statement, unlock) adds two at most on either side.
      for (const body of Object.values(document.functions).flatMap(bodiesOf))
        expect(body.flatMap((each) => allStatements([each])).length).toBeLessThanOrEqual(8);
    }
  });
});

describe('simpler scenarios', () => {
  const isLess = (one: readonly number[], other: readonly number[]): boolean => {
    const differing = one.findIndex((each, index) => each !== other[index]);
    return differing >= 0 && (one[differing] ?? 0) < (other[differing] ?? 0);
  };

  test('are well-formed, tidy, and have less to read, or names that come earlier', () => {
    fc.assert(
      fc.property(arbitraryScenario(), (document) => {
        for (const simpler of simplerScenarios(document)) {
          expect(wrongIn(simpler)).toEqual([]);
          expect(tidy(simpler)).toEqual(simpler);
          const [size, before] = [readingSize(simpler), readingSize(document)];
          if (!isLess(size, before)) {
            expect(size).toEqual(before);
            expect(JSON.stringify(simpler) < JSON.stringify(document)).toBe(true);
          }
        }
      }),
      { numRuns: scaled(60), seed },
    );
  });

  test('of scenarios that people wrote are well-formed', async () => {
    const wrong = (await shippedDocuments()).flatMap(([file, document]) =>
      [...simplerScenarios(document)].flatMap((simpler) => {
        const said = wrongIn(simpler);
        return said.length === 0 ? [] : [`${file}: ${said.join('; ')}\n${printScenario(simpler)}`];
      }),
    );
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  test('come to an end, at the same least scenario, whichever is taken', () => {
    fc.assert(
      fc.property(
        arbitraryScenario(),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        (start, choices) => {
          let document = start;
          let steps = 0;
          for (
            let all = [...simplerScenarios(document)];
            all.length > 0;
            all = [...simplerScenarios(document)]
          ) {
            document = all[Math.floor(choices.next().value * all.length)] as ScenarioDocument;
            steps++;
          }
          expect(steps).toBeLessThan(1000);
          const { tasks, functions, patch } = document;
          expect(Object.keys(tasks)).toEqual(['task1']);
          expect(Object.keys(functions)).toEqual(['f']);
          expect(functions.f).toEqual({ old: [], new: [] });
          expect(patch).toBeUndefined();
          expect(bodiesIn(document).flat()).toEqual(['call f']);
        },
      ),
      { numRuns: scaled(25), seed },
    );
  });

  test('try fewer tasks before fewer functions, and those before fewer statements', () => {
    const document = tidy({
      scenario: 'x',
      functions: { f: { old: ['sleep'], new: [] }, g: { old: [], new: ['call f'] } },
      syscalls: { s: ['call f', 'call g'] },
      tasks: { one: { kind: 'user', runs: ['s'] }, other: { kind: 'user', runs: ['s'], count: 2 } },
    });
    if (!document) return expect.fail();
    const sizes = [...simplerScenarios(document)].map(readingSize);
    const first = sizes.findIndex(([tasks]) => tasks === 3);
    expect(sizes.slice(0, first).map(([tasks]) => tasks)).toEqual([2, 1, 2]);
    const later = sizes.slice(first).map(([, functions = 0]) => functions);
    expect(later.slice(0, 2)).toEqual([1, 1]);
  });

  test('no longer declare what is not used any more', () => {
    const document: ScenarioDocument = {
      scenario: 'x',
      locks: ['A'],
      functions: { f: { old: ['lock A', 'unlock A'], new: [] } },
      syscalls: { s: ['call f'] },
      tasks: { t: { kind: 'user', runs: ['s'] } },
    };
    const simpler = [...simplerScenarios(document)];
    expect(simpler).toContainEqual({
      scenario: 'x',
      functions: { f: { old: [], new: [] } },
      syscalls: { s: ['call f'] },
      tasks: { t: { kind: 'user', runs: ['s'] } },
    });
    expect(
      simpler.filter((each) => 'locks' in each !== JSON.stringify(each.functions).includes('lock A')),
    ).toEqual([]);
  });
});

test('what is not tidy is put in order, and stays so', () => {
  const untidy: ScenarioDocument = {
    scenario: 'x',
    locks: ['A', 'unused'],
    data: { unused: '0..1' },
    functions: { f: { old: ['sleep'], new: ['lock A', 'unlock A'] }, uncalled: [] },
    syscalls: { s: ['call f'], unmade: ['call uncalled'] },
    tasks: { t: { kind: 'user', runs: ['s'] } },
    patch: { removed: false, reversed: true },
    expect: { kgraft: { others: 'holds' } },
  };
  const tidied = tidy(untidy);
  expect(tidied).toEqual({
    scenario: 'x',
    locks: ['A'],
    functions: { f: { old: ['sleep'], new: ['lock A', 'unlock A'] } },
    syscalls: { s: ['call f'] },
    tasks: { t: { kind: 'user', runs: ['s'] } },
    patch: { reversed: true },
  });
  expect(tidied && tidy(tidied)).toEqual(tidied);
});

test('what is put in order keeps the kinds of its locks', () => {
  const tidied = tidy({
    scenario: 'x',
    locks: { A: 'spinlock', unused: 'spinlock' },
    functions: { f: { old: ['lock A', 'unlock A'], new: [] } },
    syscalls: { s: ['call f'] },
    tasks: { t: { kind: 'user', runs: ['s'] } },
  });
  expect(tidied?.locks).toEqual({ A: 'spinlock' });
  expect(tidied && [...simplerScenarios(tidied)].map(({ locks }) => locks)).toContain(undefined);
});

test('what objects are needed is kept, and shrunk', () => {
  const tidied = tidy({
    scenario: 'x',
    objects: {
      socket: {
        count: 2,
        initially: 1,
        fields: { state: ['a', 'b'], unused: '0..1' },
        shadow: { mark: ['on'] },
      },
      waiter: { fields: { key: { 'refers-to': 'socket' } } },
      unused: {},
    },
    data: { w: { 'refers-to': 'waiter' }, sk: { 'refers-to': 'socket', per: 'task' } },
    functions: { f: { old: ['new w', 'pick w->key', 'set w->key->state b'], new: [] } },
    syscalls: { s: ['call f'] },
    tasks: { t: { kind: 'user', runs: ['s'] } },
  });
  if (!tidied) return expect.fail();
  expect(Object.keys(tidied.objects ?? {})).toEqual(['socket', 'waiter']);
  expect(Object.keys(tidied.data ?? {})).toEqual(['w']);
  let smallest = tidied;
  for (;;) {
    const next = [...simplerScenarios(smallest)].find(({ functions }) =>
      JSON.stringify(functions).includes('set w->key->state b'),
    );
    if (!next) break;
    smallest = next;
  }
  expect(smallest.objects).toEqual({
    socket: { fields: { state: ['a', 'b'] } },
    waiter: { fields: { key: { 'refers-to': 'socket' } } },
  });
});

test.for<[string, Partial<ScenarioDocument>]>([
  ['nobody runs', { tasks: {} }],
  ['nobody calls what is patched', { syscalls: { s: ['sleep'] } }],
  ['nothing is patched', { functions: { f: [] } }],
])('where %s, nothing is left', ([, change]) => {
  const whole: ScenarioDocument = {
    scenario: 'x',
    functions: { f: { old: [], new: [] } },
    syscalls: { s: ['call f'] },
    tasks: { t: { kind: 'user', runs: ['s'] } },
  };
  expect(tidy(whole)).toBeDefined();
  expect(tidy({ ...whole, ...change })).toBeUndefined();
});
