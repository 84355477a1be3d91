import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kgraft, klp, kpatch, models, nullModel, otherModels, simple } from '../../models/index.js';
import { dataCompatibility } from '../../properties/data-compatibility.js';
import { properties } from '../../properties/index.js';
import { lockDiscipline } from '../../properties/lock-discipline.js';
import { objectSafety } from '../../properties/object-safety.js';
import { type Cell, checkModel, isVacuous } from '../../src/check/index.js';
import { type SearchResult, search, unlimited } from '../../src/engine/index.js';
import { compose, instantiate, labels, type Property } from '../../src/livepatch/index.js';
import { replay } from '../../src/replay/index.js';
import {
  constant,
  defineSystem,
  type Expression,
  equal,
  type System,
  type Value,
} from '../../src/system/index.js';
import { arbitraryObjectScenarioText } from '../support/arbitrary-objects.js';
import { runOf } from '../support/check.js';
import { expectAgreement } from '../support/expect-agreement.js';
import { expectSameVerdicts } from '../support/expect-same-verdicts.js';
import { referenceSearch } from '../support/reference-search.js';
import { scenarioOf } from '../support/scenarios.js';
import { randomSeed, scaled } from '../support/seed.js';

/* What objects are, and what is wrong to do with them. */

const scenario = (body: string, { objects = '', more = '' } = {}): string => `
scenario: test
objects:
  socket: { count: 2, locks: [guard], fields: { state: [fresh, open], users: 0..2 }, shadow: { mark: [low, high], seen: 0..1 }, refcount: 2 }
${objects}
data: { sk: { refers-to: socket, per: task }, head: { refers-to: socket }, flag: [off, on] }
functions: { f: { old: [], new: [] } }
syscalls: { s: [call f, ${body}] }
tasks:
  t: { kind: user, runs: [s], repeat: once }
${more}
`;

/** Only what is looked at here is asked. */
const cellOf = async (text: string, property: Property): Promise<Cell> => {
  const [cell] = (await checkModel(scenarioOf(text), instantiate(kgraft), [property], undefined)).cells;
  return cell ?? expect.fail('nothing was asked');
};

async function verdictOf(text: string, property: Property): Promise<string> {
  const { verdict } = await cellOf(text, property);
  return isVacuous(verdict) ? 'vacuous' : verdict.kind;
}

const safety = (body: string, parts?: { objects?: string; more?: string }): Promise<string> =>
  verdictOf(scenario(body, parts), objectSafety);

/** What is wrong at the end of the shortest run: `use-after-free sk`. */
async function faultsOf(
  body: string,
  parts?: { objects?: string; more?: string },
): Promise<readonly string[]> {
  const { verdict } = await cellOf(scenario(body, parts), objectSafety);
  if (verdict.kind !== 'violated') return expect.fail('object-safety is not violated');
  return verdict.counterexample.notices.flatMap((notice) =>
    notice.kind === 'object-fault' ? [`${notice.fault} ${notice.name}`] : [],
  );
}

describe('object-safety', () => {
  test.for([
    ['use of an object that was freed', 'new sk, free sk, set sk->state open', 'use-after-free sk'],
    [
      'use through another reference to it',
      'new sk, set head sk, free sk, increment head->users',
      'use-after-free head',
    ],
    ['use where there is none', 'assert sk->state = fresh', 'refers-to-nothing sk'],
    ['to free it twice', 'new sk, free sk, free sk', 'double-free sk'],
    ['to free it with its lock held', 'new sk, lock sk->guard, free sk', 'lock-held sk->guard'],
    ['to take a lock that is not there', 'lock sk->guard', 'refers-to-nothing sk'],
    ['to free it with a shadow variable', 'new sk, shadow-alloc sk->mark, free sk', 'shadow-leaked sk->mark'],
    [
      'to drop the last reference with one',
      'new sk, shadow-alloc sk->mark, put sk',
      'shadow-leaked sk->mark',
    ],
    ['to use a shadow variable that is not there', 'new sk, set sk->mark high', 'no-shadow sk->mark'],
    ['to ask for its value where it is not there', 'new sk, assert sk->seen < 1', 'no-shadow sk->seen'],
    [
      'to allocate it twice',
      'new sk, shadow-alloc sk->mark, shadow-alloc sk->mark',
      'second-shadow sk->mark',
    ],
    ['to use what the last reference freed', 'new sk, put sk, get sk', 'use-after-free sk'],
    ['to take more references than are counted', 'new sk, get sk, get sk', 'count-saturated sk->refcount'],
  ] as const)('is violated by %s', async ([, body, fault]) => {
    expect(await faultsOf(body)).toEqual([fault]);
  });

  test.for([
    ['to free nothing', 'free sk'],
    ['to free it once', 'new sk, set sk->state open, free sk'],
    ['to free its shadow variable before it', 'new sk, shadow-alloc sk->mark, shadow-free sk->mark, free sk'],
    [
      'to free all shadow variables before it',
      'new sk, shadow-alloc sk->mark, shadow-free-all mark, free sk',
    ],
    [
      'to get a shadow variable or allocate it',
      'new sk, shadow-get-or-alloc sk->mark, shadow-get-or-alloc sk->mark',
    ],
    ['to drop what was taken', 'new sk, get sk, put sk, set sk->state open, put sk'],
    ['to compare a reference to what was freed', 'new sk, free sk, if: sk != head'],
  ])('is not violated by %s', async ([, body = '']) => {
    const statement = body.replace('if: sk != head', '{ if: sk != head, then: [] }');
    expect(await safety(statement)).toBe('holds');
  });

  test('asks of a condition only what is evaluated of it', async () => {
    const guarded = 'sk != none and sk->mark != none and sk->mark = high';
    expect(await safety(`{ if: ${guarded}, then: [set flag on] }`)).toBe('holds');
    expect(await safety('{ if: not (sk = none or sk->state = fresh), then: [] }')).toBe('holds');
    expect(await faultsOf('{ if: sk->state = open and sk != none, then: [] }')).toEqual([
      'refers-to-nothing sk',
    ]);
  });

  test('is asked wherever a condition is evaluated: also where the kernel may freeze the task that waits for it', () => {
    const waiting = scenario('new sk, wait until sk->state = open freezable');
    const { system } = compose(scenarioOf(waiting), instantiate(klp), [objectSafety]);
    const asleep = system.templates
      .flatMap(({ graph }) => graph.locations)
      .filter((each) => each.labels.includes(labels.asleep));
    expect(asleep.map((each) => each.labels.includes(labels.usesObject))).toEqual([true]);
  });

  test('is vacuous where there are no objects, or nobody uses any', async () => {
    expect(await verdictOf(scenario('set flag on'), objectSafety)).toBe('vacuous');
    const unreached = 'loop: [set flag on]';
    expect(
      await safety(`{ if: flag = on, then: [new sk, set sk->state open, ${unreached.slice(7, -1)}] }`),
    ).toBe('vacuous');
  });
});

describe('objects', () => {
  test('are as declared when they are made, whatever became of them before', async () => {
    const body =
      'new sk, set sk->state open, increment sk->users, free sk, new sk, assert sk->state = fresh and sk->users = 0, free sk';
    expect(await verdictOf(scenario(body), dataCompatibility)).toBe('holds');
  });

  test('are no more than there may be', async () => {
    expect(await verdictOf(scenario('new sk, new head, new sk, assert sk = none'), dataCompatibility)).toBe(
      'holds',
    );
    expect(await verdictOf(scenario('new sk, new head, assert sk != head'), dataCompatibility)).toBe('holds');
  });

  test('are found if they are there, any of them', async () => {
    const look = (assertion: string) =>
      verdictOf(scenario(`new sk, new head, set head->state open, pick sk, ${assertion}`), dataCompatibility);
    expect(await look('assert sk->state = fresh')).toBe('violated');
    expect(await look('assert sk->state = open')).toBe('violated');
    expect(await look('assert sk != none')).toBe('holds');
    expect(await verdictOf(scenario('pick sk, assert sk = none'), dataCompatibility)).toBe('holds');
  });

  test('that are there from the beginning are found', async () => {
    const objects = '  net: { count: 1, initially: 1, fields: { seen: [no, yes] } }';
    const text = scenario('pick net, set net->seen yes', { objects }).replace(
      'flag: [off, on]',
      'flag: [off, on], net: { refers-to: net }',
    );
    expect(await verdictOf(text, objectSafety)).toBe('holds');
    expect(await verdictOf(text.replace(', initially: 1', ''), objectSafety)).toBe('violated');
  });

  test('leave a leaked shadow variable to the next one at that address, but not to one elsewhere', async () => {
    const leaks = 'new sk, shadow-alloc sk->mark, set sk->mark high, free sk, new sk, assert sk->mark';
    const look = (condition: string) => verdictOf(scenario(`${leaks} ${condition}`), dataCompatibility);
    expect(await look('= none')).toBe('violated');
    expect(await look('!= none')).toBe('violated');
    expect(await look('= none or sk->mark = high')).toBe('holds');
  });

  test('may refer to one another, each to its own', async () => {
    const objects = '  waiter: { count: 2, fields: { key: { refers-to: socket } } }';
    const own =
      'new w, new w->key, set w->key->state open, set v w, new w, new w->key, assert w->key->state = fresh and v->key->state = open and v->key != w->key';
    const text = scenario(own, { objects }).replace(
      'flag: [off, on]',
      'w: { refers-to: waiter, per: task }, v: { refers-to: waiter }',
    );
    expect(await verdictOf(text, dataCompatibility)).toBe('holds');
    expect(await verdictOf(text, objectSafety)).toBe('holds');
  });

  test('have locks of their own', async () => {
    const more = '  other: { kind: user, runs: [r], repeat: once }';
    const inside = 'lock sk->guard, increment busy, decrement busy, unlock sk->guard';
    const text = (other: string): string =>
      scenario(`new sk, set head sk, ${inside}`, { more })
        .replace('syscalls: {', `syscalls: { r: [${other}, { if: sk != none, then: [${inside}] }],`)
        .replace('flag: [off, on]', 'busy: 0..1');
    expect(await verdictOf(text('set sk head'), dataCompatibility)).toBe('holds');
    expect(await verdictOf(text('new sk'), dataCompatibility)).toBe('violated');
    expect(await verdictOf(text('set sk head'), lockDiscipline)).toBe('holds');
    expect(await verdictOf(text('new sk, lock sk->guard'), lockDiscipline)).toBe('violated');
    expect(await verdictOf(scenario('new sk, lock sk->guard, set sk none'), lockDiscipline)).toBe('violated');
    expect(await verdictOf(scenario('new sk, unlock sk->guard'), lockDiscipline)).toBe('violated');
  });

  test('that are freed are lost to all who refer to them', async () => {
    const more = '  other: { kind: user, runs: [r], repeat: once }';
    const text = scenario('new sk, set head sk, sleep, set sk->state open', { more }).replace(
      'syscalls: {',
      'syscalls: { r: [free head],',
    );
    expect(await runOf(text, 'null', 'object-safety')).toContain('other: frees socket.1');
  });
});

/** Two tasks that nothing tells apart, which make objects and use one that is freed. */
const twoTasks = scenario('new sk, set head sk, free sk, increment head->users').replace(
  'repeat: once',
  'count: 2',
);

/** The same system, in which an object may be made at any free place, and not only at the first of those that are alike. */
function withAnyPlace(system: System): System {
  const placeOf = /^makes (.+)$/;
  return defineSystem({
    ...system,
    templates: system.templates.map((each) => ({
      ...each,
      graph: {
        ...each.graph,
        edges: each.graph.edges.map((edge) => {
          const [, place] = placeOf.exec(edge.action.name) ?? [];
          if (place === undefined) return edge;
          const state: Expression = { kind: 'variable', name: `object ${place}` };
          return { ...edge, guard: equal<Value>(state, constant<Value>('free')) };
        }),
      },
    })),
  });
}

test('which of the free places that are alike an object is made at makes no difference to any verdict, nor to its shortest run', async () => {
  const canonical = [kgraft, kpatch, nullModel, simple];
  let fewer = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryObjectScenarioText, fc.constantFrom(...canonical), async (text, model) => {
      const asked = properties.filter(({ kind }) => kind === 'safety');
      const { system, requirements } = compose(scenarioOf(text), instantiate(model), asked);
      const budget = { ...unlimited, maxStates: 20_000 };
      const [one, any] = [
        await search(system, requirements, { budget }),
        await search(withAnyPlace(system), requirements, { budget }),
      ];
      fc.pre(one.stopped === undefined && any.stopped === undefined);
      const findings = ({ counterexamples, reached }: SearchResult) => ({
        reached,
        lengths: new Map(
          [...counterexamples].map(([name, { states, lastEdge }]) => [
            name,
            states.length + (lastEdge ? 1 : 0),
          ]),
        ),
      });
      expect(findings(one)).toEqual(findings(any));
      expect(one.statistics.states).toBeLessThanOrEqual(any.statistics.states);
      if (one.statistics.states < any.statistics.states) fewer++;
    }),
    {
      numRuns: scaled(10),
      seed: randomSeed('places of objects'),
      maxSkipsPerRun: 100,
      examples: [[twoTasks, kgraft]],
    },
  );
  expect(fewer).toBeGreaterThan(0);
});

test('verdicts are the same with each combination of reductions, and symmetry of tasks has something to do', async () => {
  let reduced = false;
  await fc.assert(
    fc.asyncProperty(arbitraryObjectScenarioText, fc.constantFrom(kgraft, kpatch), async (text, model) => {
      const asked = properties.filter(({ kind }) => kind === 'safety');
      const { system, requirements } = compose(scenarioOf(text), instantiate(model), asked);
      reduced = (await expectSameVerdicts(system, requirements, 3000)) || reduced;
    }),
    { numRuns: scaled(4), seed: randomSeed('reductions of objects'), examples: [[twoTasks, kgraft]] },
  );
  expect(reduced).toBe(true);
});

const runs = scaled(12);

test(`both semantics agree on ${runs} random scenarios with objects, and every counterexample replays`, async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryObjectScenarioText,
      fc.constantFrom(...models, ...otherModels),
      async (text, model) => {
        const composition = compose(scenarioOf(text), instantiate(model), properties);
        const result = await search(composition.system, composition.requirements, {
          budget: { ...unlimited, maxStates: 400 },
        });
        fc.pre(result.stopped === undefined);
        expectAgreement(result, referenceSearch(composition.system, composition.requirements));
        for (const [property, path] of result.counterexamples)
          expect(replay(composition, property, path).initial).toBe(path.states[0]);
      },
    ),
    { numRuns: runs, seed: randomSeed('random objects'), maxSkipsPerRun: 100 },
  );
});
