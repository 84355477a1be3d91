import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AssumptionName,
  arbitraryScenario,
  assumptionNames,
  assumptions,
  satisfies,
} from '../../src/arbitraries/index.js';
import { resolveDocument, type ScenarioDocument } from '../../src/scenario/index.js';
import { randomSeed, scaled } from '../support/seed.js';

const seed = randomSeed('assumptions');

const everyAssumption: readonly AssumptionName[] = assumptionNames;

/** One user task that calls one patched function, and keeps to everything. */
const plain: ScenarioDocument = {
  scenario: 'plain',
  locks: ['A', 'B'],
  events: ['ready'],
  data: { format: ['v1', 'v2'], kind: { values: ['v1', 'v2'], per: 'task' } },
  functions: { f: { old: [], new: [] }, g: [] },
  syscalls: { first: ['call f'], second: ['call g'] },
  tasks: { one: { kind: 'user', runs: ['first'] } },
};

const one = (count: number) => ({ kind: 'user' as const, runs: ['first'], count });
const other = { kind: 'user' as const, runs: ['second'] };
const uses = (...body: string[]) => ({ f: { old: body, new: [] }, g: [] });

type Case = readonly [
  assumption: AssumptionName,
  what: string,
  change: Partial<ScenarioDocument>,
  holds: boolean,
  /** What it breaks besides. */
  also?: AssumptionName,
];

const cases: readonly Case[] = [
  ['one-patched-function', 'one of two', {}, true],
  ['one-patched-function', 'two', { functions: { f: { old: [], new: [] }, g: { old: [], new: [] } } }, false],
  ['same-signatures', 'none changed', {}, true],
  [
    'same-signatures',
    'one changed',
    { functions: { f: { old: [], new: [], signature: { old: 'f(x)', new: 'f(x, y)' } }, g: [] } },
    false,
  ],
  ['patch-stays', 'nothing said', {}, true],
  ['patch-stays', 'neither', { patch: { removed: false, reversed: false } }, true],
  ['patch-stays', 'removed', { patch: { removed: true } }, false],
  ['patch-stays', 'reversed', { patch: { reversed: true } }, false],
  ['no-shared-locks', 'used by one task', { functions: uses('lock A', 'unlock A') }, true],
  [
    'no-shared-locks',
    'used by the two tasks of one kind',
    { functions: uses('lock A', 'unlock A'), tasks: { one: one(2) } },
    false,
  ],
  [
    'no-shared-locks',
    'used by two tasks, each with another body',
    {
      functions: { f: { old: [], new: ['lock A', 'unlock A'] }, g: ['lock A', 'unlock A'] },
      tasks: { one: one(1), other },
    },
    false,
  ],
  [
    'no-shared-locks',
    'each of two tasks uses another',
    {
      functions: { f: { old: [], new: ['lock A', 'unlock A'] }, g: ['lock B', 'unlock B'] },
      tasks: { one: one(1), other },
    },
    true,
  ],
  [
    'no-shared-locks',
    'two tasks, of which one uses it',
    { functions: uses('lock A', 'unlock A'), tasks: { one: one(1), other } },
    true,
  ],
  [
    'no-shared-locks',
    'only tried, in a branch, by two',
    {
      functions: { f: { old: [{ either: [[{ trylock: 'A', then: ['unlock A'] }]] }], new: [] } },
      syscalls: { first: ['call f'] },
      tasks: { one: one(2) },
    },
    false,
  ],
  [
    'no-shared-locks',
    'used where a call of a call comes to, by a kernel thread too',
    {
      functions: { f: { old: [{ loop: ['call g'] }], new: [] }, g: ['lock A', 'unlock A'] },
      tasks: { one: one(1), other: { kind: 'kthread', runs: ['lock A', 'unlock A'] } },
    },
    false,
    'user-tasks-only',
  ],
  [
    'no-shared-locks',
    'used on a signal, by two',
    {
      functions: uses('sleep'),
      syscalls: { first: [{ call: 'f', 'on-signal': ['lock A', 'unlock A'] }], second: ['call g'] },
      tasks: { one: one(2) },
    },
    false,
  ],
  ['no-shared-data', 'used by one task', { functions: uses('set format v2') }, true],
  [
    'no-shared-data',
    'used by two tasks',
    { functions: uses('set format v2'), tasks: { one: one(2) } },
    false,
  ],
  [
    'no-shared-data',
    'tested by one task, and written by another',
    {
      functions: { f: { old: [{ if: 'format = v2', then: [] }], new: [] }, g: ['set format v2'] },
      tasks: { one: one(1), other },
    },
    false,
  ],
  [
    'no-shared-data',
    'used by two tasks, of which each has its own',
    { functions: uses('set kind v2', 'assert kind = v2'), tasks: { one: one(2) } },
    true,
  ],
  [
    'no-shared-data',
    'values spelled out, and not one for each task',
    {
      data: { format: { values: ['v1', 'v2'] } },
      functions: uses('assert format = v1'),
      tasks: { one: one(2) },
    },
    false,
  ],
  ['no-cross-task-waits', 'somebody only wakes', { functions: uses('wake ready') }, true],
  ['no-cross-task-waits', 'somebody waits', { functions: uses('wait ready') }, false],
  [
    'no-cross-task-waits',
    'somebody waits on the way back from a signal',
    {
      functions: uses(),
      syscalls: { first: ['call f', { sleep: 'interruptible', 'on-signal': ['wait ready'] }] },
    },
    false,
  ],
  [
    'no-cross-task-waits',
    'a wait that says what a signal does',
    { functions: { f: { old: [{ wait: 'ready', 'on-signal': [] }], new: [] }, g: [] } },
    false,
  ],
  ['interruptible-sleeps', 'sleeps', { functions: uses('sleep') }, true],
  ['interruptible-sleeps', 'waits', { functions: uses('wait ready') }, true, 'no-cross-task-waits'],
  ['interruptible-sleeps', 'no signal ends a sleep', { functions: uses('sleep uninterruptible') }, false],
  [
    'interruptible-sleeps',
    'no signal ends a wait',
    { functions: uses('wait ready uninterruptible') },
    false,
    'no-cross-task-waits',
  ],
  [
    'interruptible-sleeps',
    'deep in a new body',
    {
      functions: {
        f: {
          old: [],
          new: [{ loop: [{ trylock: 'A', then: ['unlock A'], else: ['sleep uninterruptible'] }] }],
        },
        g: [],
      },
    },
    false,
  ],
  [
    'interruptible-sleeps',
    'a sleep written with its parts',
    { functions: { f: { old: [{ sleep: 'uninterruptible' }], new: [] }, g: [] } },
    false,
  ],
  ['user-tasks-only', 'user tasks', { tasks: { one: one(3), other } }, true],
  [
    'user-tasks-only',
    'a kernel thread',
    { tasks: { one: one(1), thread: { kind: 'kthread', runs: ['call g', 'sleep'] } } },
    false,
  ],
  ['user-tasks-only', 'a hog', { tasks: { one: one(1), hog: { kind: 'cpu-hog' } } }, false],
];

describe('documents', () => {
  test.for(cases)('%s: %s', ([assumption, , change, holds, also]) => {
    const document = { ...plain, ...change };
    expect(resolveDocument(document, 'test')).toMatchObject({ ok: true });
    expect(satisfies(document, [assumption])).toBe(holds);
    const broken = everyAssumption.filter((name) => !satisfies(document, [name]));
    expect(new Set(broken)).toEqual(new Set([...(holds ? [] : [assumption]), ...(also ? [also] : [])]));
  });

  test('every assumption is held and broken by some of them', () => {
    const seen = new Set(cases.map(([name, , , holds]) => `${name} ${holds}`));
    expect(seen.size).toBe(2 * everyAssumption.length);
  });

  test('satisfy nothing in particular, and several assumptions only if each of them', () => {
    const document = { ...plain, patch: { removed: true } };
    expect(satisfies(document, [])).toBe(true);
    expect(satisfies(document, ['user-tasks-only', 'patch-stays'])).toBe(false);
    expect(
      satisfies(
        document,
        everyAssumption.filter((name) => name !== 'patch-stays'),
      ),
    ).toBe(true);
  });
});

describe('generated documents', () => {
  test.for(everyAssumption)('keep to %s', (assumption) => {
    const holds = assumptions.find(({ name }) => name === assumption)?.holds;
    if (!holds) return expect.fail();
    const assumed = fc.sample(arbitraryScenario({}, [assumption]), { seed, numRuns: 60 });
    expect(assumed.filter((each) => !holds(each))).toEqual([]);
    // Else it would say nothing.
    const others = fc.sample(arbitraryScenario(), { seed: 1, numRuns: 200 });
    expect(others.some((each) => !holds(each))).toBe(true);
    expect(others.some(holds)).toBe(true);
  });

  test('keep to all of them together', () => {
    fc.assert(
      fc.property(arbitraryScenario({}, everyAssumption), (document) => satisfies(document, everyAssumption)),
      { numRuns: scaled(30), seed },
    );
  });
});
