import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { search } from '../../src/engine/index.js';
import {
  type Formula,
  FormulaCheck,
  type Lasso,
  parseFormula,
  type TemporalProperty,
} from '../../src/logic/index.js';
import {
  add,
  always,
  at,
  boolean,
  conditional,
  defineSystem,
  type Edge,
  type Expression,
  exists,
  type FairnessConstraint,
  isConstrained,
  never,
  not,
  type ProcessTemplate,
  processNamed,
  range,
  type System,
  shared,
} from '../../src/system/index.js';
import { arbitraryAtom, arbitraryFormula } from '../support/arbitrary-formula.js';
import { expectFairViolation, type Oracle, oracleFor } from '../support/fair-lasso-oracle.js';
import { named } from '../support/named.js';
import { randomRuns, randomSeed } from '../support/seed.js';
import { hasShorterViolation } from '../support/shorter-lasso-oracle.js';

/** What the check says: a fair run that violates the property, if there is one. */
const violationOf = async (system: System, property: TemporalProperty): Promise<Lasso | undefined> => {
  const analyses = named([new FormulaCheck(property)]);
  const { answers, stopped } = await search(system, { invariants: [], goals: new Map(), analyses });
  expect(stopped).toBeUndefined();
  expect(answers.size).toBe(1);
  const [lasso] = answers.values();
  if (lasso) expectFairViolation(system, property, lasso);
  return lasso;
};

const stepsOf = ({ kinds }: Lasso): number => kinds.filter((kind) => kind !== undefined).length;

const parse = (text: string): Formula => {
  const parsed = parseFormula(text);
  return parsed.ok ? parsed.formula : expect.fail(`${text}: ${parsed.error.message}`);
};

const step = (from: string, to: string, rest: Partial<Edge> = {}, ...tags: readonly string[]): Edge => ({
  from,
  to,
  action: { name: `${from} to ${to}`, tags },
  guard: always,
  assignments: [],
  assertions: [],
  ...rest,
});

const locationNames = ['l0', 'l1', 'l2', 'l3'];

const template = (
  name: string,
  edges: readonly Edge[],
  { count = 1, busy = ['l1'] }: { readonly count?: number; readonly busy?: readonly string[] } = {},
): ProcessTemplate => ({
  name,
  count,
  roles: [name],
  graph: {
    initial: 'l0',
    locations: locationNames.map((each) => ({ name: each, labels: busy.includes(each) ? ['busy'] : [] })),
    edges,
  },
});

const a = shared('a', boolean, false);
const b = shared('b', boolean, false);
/** `p` is one process or two, `q` is one. */
const atoms = new Map<string, Expression<boolean>>([
  ['a', a.value],
  ['b', b.value],
  ['busy(p)', exists('p', (each) => at(each, 'busy'))],
  ['busy(q)', at(processNamed('q'), 'busy')],
]);

describe('known answers', () => {
  const constraint =
    (strength: FairnessConstraint['strength']) =>
    (name: string, tag?: string): FairnessConstraint => ({
      strength,
      template: name,
      ...(tag !== undefined && { steps: { withTag: tag } }),
    });
  const weak = constraint('weak');
  const strong = constraint('strong');

  const withEach = new Map([
    ...atoms,
    ...['p.1', 'p.2'].map((each) => [`busy(${each})`, at(processNamed(each), 'busy')] as const),
  ]);
  const check = (system: System, formula: string): Promise<Lasso | undefined> =>
    violationOf(system, { formula: parse(formula), atoms: withEach });

  /** Two processes that need the same thing; `a` while somebody has it. */
  const contenders = template(
    'p',
    [
      step('l0', 'l1', { guard: not(a.value), assignments: [a.becomes(true)] }, 'takes'),
      step('l1', 'l1', {}, 'keeps'),
      step('l1', 'l0', { assignments: [a.becomes(false)] }, 'returns'),
    ],
    { count: 2 },
  );
  /** They become busy, and are so for ever; the other need not wait for that. */
  const independent = template('p', [step('l0', 'l1', {}, 'starts'), step('l1', 'l1', {}, 'goes on')], {
    count: 2,
  });
  /** Can become busy whenever `a`, but can turn away from it again, and stay away. */
  const hesitant = template('q', [
    step('l0', 'l0', {}, 'waits'),
    step('l0', 'l2', { assignments: [a.becomes(true)] }, 'looks'),
    step('l2', 'l0', { assignments: [a.becomes(false)] }, 'turns'),
    step('l2', 'l1', { assignments: [a.becomes(false)] }, 'starts'),
  ]);
  /** Goes to and fro, and could leave in between; where it is busy, it may stay if the guard allows, but not rest. */
  const commuter = (guard: Expression<boolean>, busy: string): ProcessTemplate =>
    template(
      'q',
      [
        step('l0', 'l1', {}, 'moves'),
        step('l0', 'l2', {}, 'moves'),
        step('l0', 'l3', {}, 'leaves'),
        ...['l1', 'l2'].flatMap((each) => [
          step(each, each, { guard }, 'moves'),
          step(each, 'l0', {}, 'moves'),
        ]),
      ],
      { busy: [busy] },
    );
  /** Becomes busy, after which nothing happens. */
  const mortal = template('q', [step('l0', 'l1', {}, 'starts')]);

  test.each<
    [formula: string, of: ProcessTemplate, fairness: readonly FairnessConstraint[], isSatisfied: boolean]
  >([
    // The step is there again and again, but not always.
    ['[] <> busy(p.1)', contenders, [], false],
    ['[] <> busy(p.1)', contenders, [weak('p', 'takes'), strong('p', 'returns')], false],
    ['[] <> busy(p.1)', contenders, [strong('p', 'takes'), weak('p', 'returns')], true],
    // The other may keep it.
    ['[] <> busy(p.1)', contenders, [strong('p')], false],
    ['[] <> busy(p.1)', contenders, [strong('p', 'takes')], false],
    ['[] <> !a', contenders, [strong('p', 'takes')], false],
    ['[] <> !a', contenders, [weak('p', 'returns')], true],
    ['[] !(busy(p.1) && busy(p.2))', contenders, [], true],
    // No run that rests violates these.
    ['<> [] a || <> [] !a', contenders, [], false],
    ['<> (a <-> X a)', contenders, [], false],
    // The step is there until it is taken. A constraint is one for each process: it is not enough that the other goes on.
    ['<> busy(p.2)', independent, [], false],
    ['<> busy(p.2)', independent, [weak('p', 'goes on')], false],
    ['<> busy(p.2)', independent, [weak('p')], true],
    ['<> busy(p.2)', independent, [weak('p', 'starts')], true],
    ['<> busy(p.2)', independent, [strong('p')], true],
    // Strong fairness does not make a step possible. Where it is impossible is only a part of the component.
    ['<> busy(q)', hesitant, [strong('q', 'starts')], false],
    ['[] <> a -> <> busy(q)', hesitant, [weak('q', 'starts')], false],
    ['[] <> a -> <> busy(q)', hesitant, [strong('q', 'starts')], true],
    ['<> busy(q)', hesitant, [strong('q', 'starts'), strong('q', 'looks')], true],
    ['<> busy(q)', hesitant, [strong('q', 'starts'), weak('q', 'looks')], true],
    ['<> busy(q)', hesitant, [strong('q', 'starts'), { ...weak('q'), steps: { withoutTag: 'waits' } }], true],
    [
      '<> busy(q)',
      hesitant,
      [strong('q', 'starts'), { ...weak('q'), steps: { withoutTag: 'looks' } }],
      false,
    ],
    // What has come to an end rests there, whatever is fair. Before that, it may rest unless something obliges it to go on.
    ['<> a', mortal, [], false],
    ['<> a', mortal, [strong('q')], false],
    ['<> [] busy(q)', mortal, [], false],
    ['<> [] busy(q)', mortal, [weak('q')], true],
    ['busy(q)', mortal, [weak('q')], false],
    ['X busy(q)', mortal, [], false],
    ['X busy(q)', mortal, [weak('q')], true],
    ['X !busy(q)', mortal, [weak('q')], false],
    ['X X busy(q)', mortal, [weak('q')], true],
    ['[] X busy(q)', mortal, [weak('q')], true],
    ['!busy(q) U busy(q)', mortal, [weak('q')], true],
    // Who rests does not go on after that.
    ['!busy(q) && X !busy(q) -> [] !busy(q)', mortal, [], true],
    ['true', mortal, [], true],
    ['false', mortal, [], false],
  ])('%s (%#)', async (formula, of, fairness, isSatisfied) => {
    const system = defineSystem({ variables: [a], templates: [of], fairness });
    expect((await check(system, formula)) === undefined).toBe(isSatisfied);
  });

  const onlyLasso = async (system: System, formula: string): Promise<Lasso> =>
    (await check(system, formula)) ?? expect.fail(`${formula} is satisfied`);

  test('a run that rests goes round in its last state, by no step', async () => {
    const system = defineSystem({ variables: [a], templates: [mortal] });
    expect(await onlyLasso(system, '<> a')).toMatchObject({ kinds: [undefined], loopStart: 0 });
    expect(await onlyLasso(defineSystem({ ...system, fairness: [weak('q')] }), '<> a')).toMatchObject({
      kinds: [{ process: 0, tags: ['starts'] }, undefined],
      loopStart: 1,
    });
  });

  test('stem and cycle are shortest together, and then the cycle', async () => {
    const systemOf = (...ways: readonly (readonly [string, string])[]): System => {
      const edges = ways.map(([from, to]) => step(from, to));
      return defineSystem({ variables: [a], templates: [template('q', edges)], fairness: [weak('q')] });
    };
    const ring = [
      ['l0', 'l1'],
      ['l1', 'l2'],
      ['l2', 'l0'],
    ] as const;
    // The nearest state of the component lies on a cycle of three steps, the next on one of a single step.
    for (const [resting, length] of [
      ['l1', 2],
      ['l2', 3],
    ] as const) {
      const system = systemOf(...ring, [resting, resting]);
      expect(await onlyLasso(system, '<> a')).toMatchObject({
        isShortest: true,
        loopStart: length - 1,
        states: { length },
      });
    }
    expect(await onlyLasso(systemOf(...ring), '<> a')).toMatchObject({ isShortest: true, loopStart: 0 });
  });

  test('a lasso is no longer than the word, though the automaton promises more in the second round', async () => {
    const system = defineSystem({
      variables: [a],
      templates: [template('q', [step('l0', 'l1'), step('l1', 'l0')])],
      fairness: [weak('q')],
    });
    for (const formula of [
      '<> X X a',
      '!([] (busy(q) -> X (!busy(q) U busy(q))))',
      '!([] <> busy(q) && [] <> !busy(q))',
    ])
      expect(await onlyLasso(system, formula)).toMatchObject({
        isShortest: true,
        loopStart: 0,
        states: { length: 2 },
      });
  });

  test('a lasso that may not be the shortest says so', async () => {
    const system = (fairness: readonly FairnessConstraint[]): System =>
      defineSystem({ variables: [a], templates: [hesitant], fairness });
    const each = Array.from({ length: 31 }, () => weak('q'));
    expect(await onlyLasso(system(each), '<> a')).toMatchObject({ isShortest: false });
    expect(await onlyLasso(system(each.slice(0, 9)), '<> a')).toMatchObject({ isShortest: true });
    // One promise more than there may be.
    const deep = (count: number): string => `${'X '.repeat(count)}busy(q)`;
    expect(await onlyLasso(system([weak('q')]), deep(7))).toMatchObject({ isShortest: false });
    expect(await onlyLasso(system([weak('q')]), deep(6))).toMatchObject({ isShortest: true });
  });

  test('steps between the same states are told apart by their tags and by who takes them', async () => {
    const loops = [step('l0', 'l0', {}, 'x'), step('l0', 'l0', {}, 'y'), step('l0', 'l0')];
    const system = defineSystem({
      variables: [a],
      templates: [template('p', loops, { count: 2 })],
      fairness: [strong('p', 'x'), weak('p', 'y')],
    });
    const { kinds, loopStart } = await onlyLasso(system, '<> a');
    const inCycle = kinds.slice(loopStart);
    for (const process of [0, 1])
      for (const tag of ['x', 'y']) expect(inCycle).toContainEqual({ process, tags: [tag] });
  });

  test.each(['l1', 'l2'])(
    'what is left of a component without the states where a step is starved may be fair, here at %s',
    async (busy) => {
      const verdict = async (guard: Expression<boolean>): Promise<boolean> => {
        const system = defineSystem({
          variables: [shared('a', boolean, false, true)],
          templates: [commuter(guard, busy)],
          fairness: [strong('q', 'leaves'), weak('q', 'moves')],
        });
        return (await check(system, '<> [] !busy(q)')) === undefined;
      };
      expect(await verdict(never)).toBe(true);
      // Here there are two components, one for each initial state, and one has a fair cycle.
      for (const guard of [a.value, not(a.value), always]) expect(await verdict(guard)).toBe(false);
    },
  );

  test.each(['l0', 'l1', 'l2', 'l3'])('cycles that meet are one component, here seen at %s', async (busy) => {
    const eight = [
      ['l0', 'l1'],
      ['l1', 'l2'],
      ['l2', 'l0'],
      ['l2', 'l3'],
      ['l3', 'l2'],
    ] as const;
    // In whichever order the steps are followed.
    for (const ways of [eight, eight.toReversed()]) {
      const edges = ways.map(([from, to]) => step(from, to));
      const templates = [template('q', edges, { busy: [busy] })];
      const system = defineSystem({ variables: [a], templates, fairness: [weak('q')] });
      expect(await check(system, '<> [] !busy(q)')).toBeDefined();
    }
  });

  test('there may be more constraints than a word has bits', async () => {
    for (let before = 0; before <= 33; before++) {
      const verdict = async (formula: string, last: FairnessConstraint): Promise<boolean> => {
        const fairness = [...Array.from({ length: before }, () => weak('q', 'waits')), last];
        const system = defineSystem({ variables: [a], templates: [hesitant], fairness });
        return (await check(system, formula)) === undefined;
      };
      expect(await verdict('[] <> a -> <> busy(q)', weak('q', 'starts'))).toBe(false);
      expect(await verdict('[] <> a -> <> busy(q)', strong('q', 'starts'))).toBe(true);
      expect(await verdict('<> busy(q)', strong('q', 'starts'))).toBe(false);
      expect(await verdict('<> (a || busy(q))', weak('q', 'looks'))).toBe(true);
    }
  });

  test('there may be more kinds of steps than a byte counts', async () => {
    const length = 300;
    const count = shared('count', range(0, length), 0);
    // Each step has a tag of its own, and is there once.
    const steps = Array.from({ length }, (_, at) =>
      step('l0', 'l0', { guard: count.is(at), assignments: [count.becomes(at + 1)] }, `tag ${at}`),
    );
    const verdict = async (tags: readonly string[]): Promise<boolean> => {
      const system = defineSystem({
        variables: [count],
        // The kinds of another process come before those of q; one edge is of both.
        templates: [template('p', steps.slice(0, 1)), template('q', steps)],
        fairness: tags.map((tag) => weak('q', tag)),
      });
      const isOver = new Map([['over', count.is(length)]]);
      return (await violationOf(system, { formula: parse('<> over'), atoms: isOver })) === undefined;
    };
    const tags = steps.map(({ action }) => action.tags[0] ?? expect.fail('a step without a tag'));
    expect(await verdict(tags)).toBe(true);
    for (const left of [0, 44, 255, 256, 299])
      expect(await verdict(tags.filter((_, at) => at !== left))).toBe(false);
  });

  test('several formulas are asked of one graph', async () => {
    const texts = ['X busy(q)', '<> a', '[] !a', '[] busy(q)', '<> [] busy(q)'];
    const system = defineSystem({ variables: [a], templates: [mortal], fairness: [weak('q')] });
    const analyses = named(texts.map((text) => new FormulaCheck({ formula: parse(text), atoms })));
    const { answers } = await search(system, { invariants: [], goals: new Map(), analyses });
    expect([...answers.values()].map((lasso) => lasso === undefined)).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
  });

  test('a question that several ask of a graph is answered once, whatever they call its atoms', async () => {
    const system = defineSystem({ variables: [a], templates: [mortal], fairness: [weak('q')] });
    const asks = (text: string, condition: Expression<boolean>) =>
      new FormulaCheck({
        formula: parse(text),
        atoms: new Map([
          ['it', condition],
          ['that', condition],
        ]),
      });
    const analyses = named([
      asks('<> it', a.value),
      asks('<> that', a.is(true)),
      asks('<> that', a.value),
      asks('<> it', not(a.value)),
    ]);
    const { answers } = await search(system, { invariants: [], goals: new Map(), analyses });
    const [first, sameMeaning, sameQuestion, other] = answers.values();
    expect(first).toBeDefined();
    expect(sameMeaning).toEqual(first);
    expect(sameQuestion).toBe(first);
    expect(other).toBeUndefined();
  });

  test.each([true, false])(
    'what no run comes to is no violation, be it a rest or a cycle: fair %s',
    async (isFair) => {
      const system = defineSystem({
        variables: [a],
        templates: [template('q', [step('l0', 'l2'), step('l2', 'l2')])],
        fairness: isFair ? [weak('q')] : [],
      });
      // Never busy, for ever; but only that of a run which begins with `a` would count.
      expect(await check(system, 'a -> <> busy(q)')).toBeUndefined();
      expect(await check(system, '!a -> <> busy(q)')).toBeDefined();
    },
  );

  test('there may be many states', async () => {
    const last = 20_000;
    const count = shared('count', range(0, last), 0);
    const next = conditional<number>(count.is(last), 0, add(count.value, 1));
    const system = defineSystem({
      variables: [count],
      templates: [template('q', [step('l0', 'l0', { assignments: [count.becomes(next)] })])],
      fairness: [weak('q')],
    });
    const isLast = new Map([['last', count.is(last)]]);
    const analyses = named(
      ['[] <> last', '<> [] !last'].map((text) => new FormulaCheck({ formula: parse(text), atoms: isLast })),
    );
    const { answers } = await search(system, { invariants: [], goals: new Map(), analyses });
    const [satisfied, violated] = answers.values();
    expect(satisfied).toBeUndefined();
    expect(violated).toMatchObject({ loopStart: 0, states: { length: last + 1 } });
  });

  test('of several initial states, one is enough for a violation', async () => {
    const coin = shared('a', boolean, false, true);
    const system = defineSystem({ variables: [coin], templates: [mortal] });
    for (const formula of ['a', '!a'])
      expect((await onlyLasso(system, formula)).states[0]?.values.get('a')).toBe(formula === '!a');
  });
});

interface Case {
  readonly system: System;
  readonly property: TemporalProperty;
  readonly oracle: Oracle;
}

describe('random systems', () => {
  const guards = fc.oneof(
    fc.constant(always),
    fc.constantFrom(
      ...[a.value, b.value, at(processNamed('q'), 'busy')].flatMap((each) => [each, not(each)]),
    ),
  );

  const assignments: fc.Arbitrary<Edge['assignments']> = fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom(
          ...[a, b].flatMap((each) => [
            each.becomes(true),
            each.becomes(false),
            each.becomes(not(each.value)),
          ]),
        )
        .map((each) => [each]),
    },
  );

  /** One step, or two that differ in nothing but their tags. */
  const steps = (locations: readonly string[]): fc.Arbitrary<readonly Edge[]> =>
    fc
      .record({
        from: fc.constantFrom(...locations),
        to: fc.constantFrom(...locations),
        rest: fc.record({ guard: guards, assignments }),
        tagSets: fc.constantFrom<(readonly string[])[][]>(
          [['x']],
          [['y']],
          [[]],
          [['x', 'y']],
          [['x'], ['y']],
          [['x'], []],
        ),
      })
      .map(({ from, to, rest, tagSets }) => tagSets.map((tags) => step(from, to, rest, ...tags)));

  const edges = (locationCount: number, maxLength: number, minLength = 0): fc.Arbitrary<readonly Edge[]> =>
    fc
      .array(steps(locationNames.slice(0, locationCount)), { minLength, maxLength })
      .map((each) => each.flat());

  const labelled = fc.subarray(locationNames.slice(0, 3));
  const anyTemplates: fc.Arbitrary<readonly ProcessTemplate[]> = fc
    .record({
      p: fc.integer({ min: 1, max: 2 }).chain((count) => edges(count, 3)),
      q: fc.integer({ min: 2, max: 3 }).chain((count) => edges(count, 5, 2)),
      count: fc.integer({ min: 1, max: 2 }),
      busyP: labelled,
      busyQ: labelled,
    })
    .map(({ p, q, count, busyP, busyQ }) => [
      template('p', p, { count, busy: busyP }),
      template('q', q, { busy: busyQ }),
    ]);

  /** `q` waits for what `p` turns on and off again: there it matters how strong a constraint is. */
  const contention: fc.Arbitrary<readonly ProcessTemplate[]> = fc
    .record({
      variable: fc.constantFrom(a, b),
      more: fc.record({ p: edges(1, 1), q: edges(3, 2) }),
      count: fc.integer({ min: 1, max: 2 }),
    })
    .map(({ variable, more, count }) => [
      template(
        'p',
        [step('l0', 'l0', { assignments: [variable.becomes(not(variable.value))] }, 'x'), ...more.p],
        {
          count,
        },
      ),
      template('q', [step('l0', 'l1', { guard: variable.value }, 'y'), ...more.q]),
    ]);

  const constraints = (names = ['p', 'q']): fc.Arbitrary<FairnessConstraint> =>
    fc.record(
      {
        strength: fc.constantFrom('weak' as const, 'strong' as const),
        template: fc.constantFrom(...names),
        steps: fc.constantFrom({ withTag: 'x' }, { withTag: 'y' }, { withoutTag: 'x' }, { withoutTag: 'y' }),
      },
      { requiredKeys: ['strength', 'template'] },
    );

  const speaksOfSomeStep = (templates: readonly ProcessTemplate[], constraint: FairnessConstraint): boolean =>
    templates.some(
      ({ name, graph }) =>
        name === constraint.template && graph.edges.some((edge) => isConstrained(constraint, edge)),
    );

  const systemsOf = (
    someTemplates: fc.Arbitrary<readonly ProcessTemplate[]>,
    someFairness: fc.Arbitrary<readonly FairnessConstraint[]>,
  ): fc.Arbitrary<System> =>
    fc
      .record({ isOpen: fc.boolean(), templates: someTemplates, fairness: someFairness })
      .map(({ isOpen, templates, fairness }) =>
        defineSystem({
          variables: [isOpen ? shared('a', boolean, false, true) : a, b],
          templates,
          // One that speaks of no step would be refused.
          fairness: fairness.filter((each) => speaksOfSomeStep(templates, each)),
        }),
      );

  /** What is asked in practice. A random formula rarely depends on what happens in the long run. */
  const commonFormulas: fc.Arbitrary<Formula> = fc
    .record({
      write: fc.constantFrom<((p: string, q: string) => string)[]>(
        (p) => `<> ${p}`,
        (p) => `[] <> ${p}`,
        (p) => `<> [] ${p}`,
        (p, q) => `[] (${p} -> <> ${q})`,
        (p, q) => `[] <> ${p} -> [] <> ${q}`,
        (p, q) => `<> [] ${p} || <> [] ${q}`,
        (p, q) => `<> (${p} && X ${q})`,
        (p, q) => `${p} U ${q}`,
      ),
      p: fc.constantFrom(...atoms.keys()),
      q: fc.constantFrom(...[...atoms.keys()].flatMap((name) => [name, `!${name}`])),
    })
    .map(({ write, p, q }) => parse(write(p, q)));

  const randomFormulas = arbitraryFormula(arbitraryAtom([...atoms.keys()]), { maxDepth: 3 });

  const properties: fc.Arbitrary<TemporalProperty> = fc
    .oneof({ weight: 3, arbitrary: commonFormulas }, { weight: 2, arbitrary: randomFormulas })
    .map((formula) => ({ formula, atoms }));

  const casesOf = (systems: fc.Arbitrary<System>): fc.Arbitrary<Case> =>
    fc
      .tuple(systems, properties)
      .map(([system, property]) => ({ system, property, oracle: oracleFor(system, property) }))
      .filter((each): each is Case => each.oracle !== undefined);

  const cases = casesOf(
    systemsOf(
      fc.oneof({ weight: 2, arbitrary: anyTemplates }, { weight: 1, arbitrary: contention }),
      fc.array(constraints(), { minLength: 1, maxLength: 3 }),
    ),
  );
  const contendedCases = casesOf(
    systemsOf(contention, fc.tuple(constraints(['p']), constraints(['q']), constraints())),
  );

  type Change = (fairness: readonly FairnessConstraint[]) => readonly FairnessConstraint[];
  const none: Change = () => [];
  const all =
    (strength: FairnessConstraint['strength']): Change =>
    (fairness) =>
      fairness.map((each) => ({ ...each, strength }));
  const under =
    (change: Change) =>
    ({ system, ...rest }: Case): Case => ({
      system: defineSystem({ ...system, fairness: change(system.fairness) }),
      ...rest,
    });

  /** Whether the change of the fairness makes a difference. */
  const dependsOn =
    (change: Change) =>
    ({ system: { fairness }, oracle }: Case): boolean =>
      oracle(fairness) !== oracle(change(fairness));
  /** Whether the fair runs that violate the property must avoid states that they could go to, and come back from. */
  const avoidsStates = ({ system: { fairness }, oracle }: Case): boolean =>
    !oracle(fairness, 'largest') && oracle(fairness);

  /** Compares the check with the oracle in many cases, and sees to it that there are enough of each sort. */
  const compare = async (
    what: string,
    arbitrary: fc.Arbitrary<Case>,
    sorts: Readonly<Record<string, (each: Case, lasso: Lasso | undefined) => boolean>>,
  ): Promise<void> => {
    const counts = new Map(Object.keys(sorts).map((sort) => [sort, 0]));
    await fc.assert(
      fc.asyncProperty(arbitrary, async (each) => {
        const lasso = await violationOf(each.system, each.property);
        expect(lasso !== undefined).toBe(each.oracle(each.system.fairness));
        if (lasso?.isShortest)
          expect(hasShorterViolation(each.system, each.property, stepsOf(lasso)) ?? false).toBe(false);
        for (const [sort, isOf] of Object.entries(sorts))
          if (isOf(each, lasso)) counts.set(sort, (counts.get(sort) ?? 0) + 1);
      }),
      { numRuns: randomRuns, seed: randomSeed(what) },
    );
    for (const [sort, count] of counts) expect(count, sort).toBeGreaterThan(0.05 * randomRuns);
  };

  /** Whether some shorter lasso is no violation, and all were tried. */
  const isKnownShortest = ({ system, property }: Case, lasso: Lasso | undefined): boolean =>
    lasso?.isShortest === true &&
    stepsOf(lasso) > 1 &&
    hasShorterViolation(system, property, stepsOf(lasso)) === false;
  const isViolated = (_: Case, lasso: Lasso | undefined): boolean => lasso !== undefined;
  const isSatisfied = (_: Case, lasso: Lasso | undefined): boolean => lasso === undefined;
  const rests = (_: Case, lasso: Lasso | undefined): boolean => lasso?.kinds.includes(undefined) ?? false;
  const goesOn = (_: Case, lasso: Lasso | undefined): boolean =>
    lasso !== undefined && lasso.states.length - lasso.loopStart > 1;

  test('without fairness', () => compare('emptiness', cases.map(under(none)), { isViolated, isSatisfied }));

  test('with fairness', () => {
    // Such cases are rare.
    const decidedByFairness = cases.filter(dependsOn(none));
    const decidedByStrength = contendedCases.filter(dependsOn(all('weak')));
    const decidedByWeakness = decidedByStrength.map(under(all('weak')));
    const avoiding = contendedCases.filter(avoidsStates);
    return compare(
      'fair emptiness',
      fc.oneof(
        { weight: 6, arbitrary: cases },
        ...[decidedByFairness, decidedByStrength, decidedByWeakness, avoiding].map((arbitrary) => ({
          weight: 1,
          arbitrary,
        })),
      ),
      {
        isViolated,
        isSatisfied,
        rests,
        goesOn,
        isKnownShortest,
        dependsOnFairness: dependsOn(none),
        dependsOnStrength: dependsOn(all('weak')),
        dependsOnWeakness: dependsOn(all('strong')),
        avoidsStates,
      },
    );
  });
});
