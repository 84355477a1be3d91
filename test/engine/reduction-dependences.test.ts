import { expect, test } from 'vitest';
import type { Requirements } from '../../src/engine/index.js';
import {
  always,
  and,
  at,
  boolean,
  conditional,
  defineSystem,
  type Edge,
  type Expression,
  enumeration,
  equal,
  exists,
  forall,
  forEach,
  identity,
  type Location,
  never,
  not,
  or,
  type ProcessReference,
  type ProcessTemplate,
  perProcess,
  processNamed,
  processOf,
  range,
  self,
  shared,
  type Variable,
} from '../../src/system/index.js';
import { expectSameVerdicts } from '../support/expect-same-verdicts.js';
import { named } from '../support/named.js';
import { edge, template, walk } from '../support/small-system.js';

/*
 * In each of these systems all is independent but for one thing, and what is found hangs on it: who overlooks it takes the
 * steps of a process first that must also be taken second.
 */

const flag = shared('flag', boolean, false);
const other = shared('other', boolean, false);
const level = shared('level', range(0, 2), 0);
const mine = perProcess('task', 'mine', boolean, false);
const lock = shared('lock', processOf('task'), 'nobody');
const variables = [flag, other, level, mine, lock];
const [p, q, r] = ['p', 'q', 'r'].map(processNamed) as [ProcessReference, ProcessReference, ProcessReference];
const bound = (binder: string): ProcessReference => ({ kind: 'bound', binder });

const goals = (...all: readonly Expression<boolean>[]): Requirements => ({
  invariants: [],
  goals: named(all),
});
const stuck = (role: string): Requirements => ({ ...goals(), deadlock: { properties: ['deadlock'], role } });

async function check(
  templates: readonly ProcessTemplate[],
  requirements: Requirements = stuck('task'),
  more: readonly Variable[] = [],
): Promise<void> {
  const orders = [templates, templates.toReversed()];
  for (const each of orders)
    await expectSameVerdicts(
      defineSystem({ variables: [...variables, ...more], templates: each }),
      requirements,
      10_000,
    );
}

/** One process that takes one step. */
const once = (name: string, more: Partial<Edge>): ProcessTemplate =>
  template(name, 1, 'ab', [edge('a', 'b', more)]);
const raises = (name: string): ProcessTemplate => once(name, { assignments: [flag.becomes(true)] });

test('what one writes, another reads', async () => {
  await check([raises('p'), once('q', { guard: not(flag.value) })]);
  for (const takesOver of [
    mine.of(self).becomes(flag.value),
    forEach('q', (each) => mine.of(each).becomes(flag.value)),
  ])
    await check([
      raises('p'),
      template('q', 1, 'abcd', [
        edge('a', 'b', { assignments: [takesOver] }),
        edge('b', 'c', { guard: mine.of(self).value }),
        edge('b', 'd', { guard: not(mine.of(self).value) }),
      ]),
    ]);
  await check([raises('p'), once('q', { assertions: [{ property: 'raised', condition: flag.value }] })]);
  await check([raises('p'), once('q', { assertions: [{ property: 'down', condition: not(flag.value) }] })]);
  await check([
    raises('p'),
    template('q', 1, 'abcd', [edge('a', 'b'), edge('b', 'c'), edge('c', 'd', { guard: not(flag.value) })]),
  ]);
  await check([
    raises('p'),
    template('q', 1, 'abc', [edge('a', 'b', { guard: flag.value }), edge('a', 'c')]),
  ]);
});

test('what both write, one looks at when it knows that the other is done', async () => {
  await check([
    template('p', 1, 'abc', [
      edge('a', 'b', { assignments: [level.becomes(1)] }),
      edge('b', 'c', { guard: and(level.is(1), at(q, 'b')) }),
    ]),
    once('q', { assignments: [level.becomes(2)] }),
  ]);
});

test('where one stands, another asks', async () => {
  const asks = (guard: Expression<boolean>) => [
    template('p', 1, 'abcd', walk('abcd')),
    once('q', { guard }),
    template('r', 1, 'ab', walk('ab')),
  ];
  for (const label of 'abc') {
    await check(asks(at(p, label)));
    await check(asks(not(at(p, label))));
    for (const next of 'bd') {
      await check(asks(or(at(p, label), at(p, next))));
      await check(asks(not(or(at(p, label), at(p, next)))));
      await check(asks(or(at(r, label), at(p, next))));
      await check(asks(not(or(at(r, label), at(p, next)))));
      await check(asks(exists('p', (each) => and(at(each, label), not(at(each, next))))));
    }
  }
});

test('a location may have several labels', async () => {
  const walker = template('p', 1, 'abc', walk('abc'));
  const [a, b, c] = walker.graph.locations as [Location, Location, Location];
  const labelled: ProcessTemplate = {
    ...walker,
    graph: {
      ...walker.graph,
      locations: [
        { ...a, labels: ['x'] },
        { ...b, labels: ['z', 'x', 'y'] },
        { ...c, labels: ['y', 'z'] },
      ],
    },
  };
  for (const one of 'xyz')
    for (const another of 'xyz')
      for (const join of [and, or]) {
        const condition = join(at(p, one), at(p, another));
        await check([labelled, once('q', { guard: condition })]);
        await check([labelled, once('q', { guard: not(condition) })]);
      }
});

test('of several processes, it may be any that is meant', async () => {
  for (const quantifier of [exists, forall])
    for (const who of 'pqr') {
      const acts = (name: string, more: Partial<Edge>): ProcessTemplate =>
        once(name, name === who ? more : {});
      const three = (more: Partial<Edge>) => ['p', 'q', 'r'].map((name) => acts(name, more));
      const some = quantifier('task', (each) => mine.of(each).value);
      const raise = { assignments: [mine.of(self).becomes(true)] };
      const waits = template('s', 1, 'abc', [
        edge('a', 'b', { guard: some }),
        edge('a', 'c', { guard: not(some) }),
      ]);
      await check([...three(raise), waits]);
      await check([...three(raise), once('s', { assignments: [flag.becomes(some)] })], goals(flag.value));
      const chosen = { choice: { binder: 'chosen', role: 'task' } };
      await check([
        ...three(raise),
        template('s', 1, 'abc', [
          edge('a', 'b'),
          edge('a', 'c', { ...chosen, guard: mine.of(bound('chosen')).value }),
        ]),
      ]);
      const lookers = three({ guard: not(mine.of(self).value) });
      await check([
        ...lookers,
        once('s', { ...chosen, assignments: [mine.of(bound('chosen')).becomes(true)] }),
      ]);
      await check([
        ...lookers,
        once('s', { assignments: [forEach('task', (each) => mine.of(each).becomes(true))] }),
      ]);
      await check([
        ...lookers,
        once('s', { assignments: [forEach(who, (each) => mine.of(each).becomes(true))] }),
      ]);
      await check([
        template(who, 2, 'abc', walk('abc')),
        once('s', { guard: quantifier(who, (each) => at(each, 'b')) }),
      ]);
      await check([
        template(who, 2, 'abc', walk('abc')),
        once('s', { ...chosen, guard: at(bound('chosen'), 'b') }),
      ]);
    }
});

test('the parts of a conditional all count', async () => {
  const [x, y, z] = [flag, other, mine.of(r)].map((each) => ('value' in each ? each.value : always));
  for (const raised of [flag.becomes(true), other.becomes(true), mine.of(r).becomes(true)])
    for (const guard of [
      conditional<boolean>(x as Expression<boolean>, y as Expression<boolean>, not(z as Expression<boolean>)),
      conditional<boolean>(y as Expression<boolean>, z as Expression<boolean>, not(x as Expression<boolean>)),
    ])
      for (const each of [guard, not(guard)])
        await check([
          once('p', { assignments: [raised] }),
          once('q', { guard: each }),
          template('r', 1, 'a', []),
        ]);
});

test('nobody is put off for ever by those who go round', async () => {
  const round = [edge('a', 'b'), edge('b', 'c'), edge('b', 'a')];
  for (const edges of [
    [edge('a', 'a')],
    [edge('a', 'b'), edge('b', 'a')],
    round,
    round.toReversed(),
    [...round, edge('c', 'b')],
    [edge('a', 'c', { guard: mine.of(self).value }), edge('a', 'b'), edge('b', 'a')],
  ])
    for (const count of [1, 2])
      await check([template('p', count, 'abc', edges), raises('q')], { ...goals(flag.value), ...stuck('q') });
});

/** Goes from `a` to `b` or `c`, and on to `d` only if `q` has gone to `b`. */
const sees = (...edges: readonly Edge[]): ProcessTemplate =>
  template('p', 1, 'abcd', [
    ...edges,
    edge('b', 'd', { guard: at(q, 'b') }),
    edge('c', 'd', { guard: at(q, 'b') }),
  ]);

test.each([
  [false, false],
  [false, true],
  [true, false],
  [true, true],
])('what a step leaves as it is, others may change, and other steps (%s, %s)', async (initial, value) => {
  const set = shared('set', boolean, initial);
  const sets = { assignments: [set.becomes(value)] };
  // What it changes besides must not be a constant, or it counts as left as it is too.
  const setsMore = { assignments: [set.becomes(value), other.becomes(not(flag.value))] };
  for (const looks of [set.value, not(set.value)]) {
    const looker = once('q', { guard: looks });
    const changes = (to: Expression<boolean>) => edge('a', 'c', { assignments: [set.becomes(to)] });
    await check([sees(edge('a', 'b', sets)), looker], stuck('task'), [set]);
    for (const to of [value ? never : always, not(set.value), not(mine.of(self).value), mine.of(self).value])
      await check([sees(edge('a', 'b', sets), changes(to)), looker], stuck('task'), [set]);
    for (const guard of [
      set.value,
      not(set.value),
      or(set.value, flag.is(false)),
      or(not(set.value), flag.is(false)),
    ])
      await check(
        [
          sees(edge('a', 'b', { ...setsMore, guard }), edge('a', 'c', sets)),
          once('q', { guard: not(other.value) }),
          once('r', { guard: looks }),
        ],
        stuck('task'),
        [set],
      );
  }
  await check(
    [
      template('p', 1, 'abcd', [
        edge('a', 'b', sets),
        edge('b', 'c', { guard: and(set.value, at(q, 'b')) }),
        edge('b', 'd', { guard: and(not(set.value), at(q, 'b')) }),
      ]),
      once('q', { assignments: [set.becomes(!value)] }),
    ],
    stuck('task'),
    [set],
  );
});

test('a guard is false only where what it asks of has another value', async () => {
  for (const of of [self, q])
    for (const value of [false, true])
      for (const guard of [mine.of(of).value, not(mine.of(of).value)])
        await check([
          sees(
            edge('a', 'b', {
              guard,
              assignments: [mine.of(self).becomes(value), other.becomes(not(flag.value))],
            }),
            edge('a', 'c', { assignments: [mine.of(self).becomes(value)] }),
          ),
          once('q', { guard: not(other.value), assignments: [mine.of(self).becomes(true)] }),
          once('r', { guard: mine.of(p).value }),
        ]);
  for (const initial of ['red', 'green'] as const) {
    const colour = shared('colour', enumeration('red', 'green'), initial);
    for (const value of ['red', 'green'] as const)
      for (const guard of [colour.is('red'), equal<string>('red', colour.value), not(colour.is('red'))])
        await check(
          [
            sees(
              edge('a', 'b', { guard, assignments: [colour.becomes(value), other.becomes(not(flag.value))] }),
              edge('a', 'c', { assignments: [colour.becomes(value)] }),
            ),
            once('q', { guard: not(other.value) }),
            once('r', { guard: colour.is('green') }),
          ],
          stuck('task'),
          [colour],
        );
  }
});

test('a process is seen where it can stop, choose, or do wrong', async () => {
  const then = (more: Partial<Edge>) => template('p', 2, 'abc', [edge('a', 'b'), edge('b', 'c', more)]);
  await check([then({ guard: mine.of(self).value }), raises('q')]);
  await check([then({ assertions: [{ property: 'raised', condition: mine.of(self).value }] }), raises('q')]);
  await check(
    [
      then({
        choice: { binder: 'chosen', role: 'task' },
        assignments: [mine.of(bound('chosen')).becomes(true)],
      }),
      raises('q'),
    ],
    goals(mine.of(q).value),
  );
  await check(
    [then({}), raises('q')],
    goals(
      exists('p', (each) => at(each, 'b')),
      and(
        exists('p', (each) => at(each, 'b')),
        flag.value,
      ),
    ),
  );
});

const hereAndThere: readonly Expression<boolean>[] = [
  and(at(p, 'b'), at(q, 'b')),
  and(at(q, 'b'), at(p, 'b')),
  and(at(p, 'b'), not(at(q, 'a')), not(at(q, 'c'))),
  and(at(p, 'b'), flag.value),
  and(flag.value, other.value),
  and(flag.value, not(at(q, 'a')), not(at(q, 'c'))),
  or(and(at(p, 'c'), at(q, 'a'), mine.of(p).value), and(at(q, 'b'), flag.value)),
  exists('p', (one) => exists('q', (two) => and(at(one, 'b'), at(two, 'b')))),
  exists('q', (two) => exists('p', (one) => and(at(one, 'b'), at(two, 'b')))),
  exists('task', (one) =>
    exists('task', (two) => and(at(one, 'b'), at(two, 'b'), not(equal(identity(one), identity(two))))),
  ),
  and(
    exists('p', (one) => at(one, 'b')),
    exists('q', (one) => at(one, 'b')),
  ),
  and(
    exists('p', (one) => and(at(one, 'b'), flag.value)),
    exists('q', (one) => and(at(one, 'b'), other.value)),
  ),
  forall('task', (each) => at(each, 'b')),
  forall('p', (one) => forall('q', (two) => and(at(one, 'b'), at(two, 'b')))),
  not(forall('p', (one) => or(not(at(one, 'b')), not(other.value)))),
  not(or(not(at(p, 'b')), not(exists('q', (each) => at(each, 'b'))))),
  exists('p', (one) =>
    and(at(one, 'b'), { kind: 'exists', binder: 'task#0', role: 'q', body: at(bound('task#0'), 'b') }),
  ),
  {
    kind: 'exists',
    binder: 'x',
    role: 'p',
    body: and(at(bound('x'), 'b'), { kind: 'exists', binder: 'x', role: 'q', body: at(bound('x'), 'b') }),
  },
  equal<boolean>(at(p, 'b'), and(at(q, 'b'), flag.value)),
  conditional<boolean>(at(p, 'b'), at(q, 'b'), flag.is(other.value)),
  exists('task', (each) => and(mine.of(each).value, at(p, 'b'), at(q, 'b'))),
  exists('p', (each) => and(mine.of(each).value, other.value)),
  exists('task', (each) => and(not(equal(identity(each), identity(p))), at(each, 'b'), flag.value)),
  exists('task', (each) => and(not(equal(identity(each), identity(q))), at(each, 'b'), other.value)),
];

/** Each is at `b` for a while, and has its variables raised for just as long. */
const visitors = [
  ['p', flag],
  ['q', other],
] as const;
const visits = visitors.map(([name, raised]) =>
  template(name, 1, 'abc', [
    edge('a', 'b', { assignments: [raised.becomes(true), mine.of(self).becomes(true)] }),
    edge('b', 'c', { assignments: [raised.becomes(false), mine.of(self).becomes(false)] }),
  ]),
);
const walkers = ['p', 'q'].map((name) => template(name, 1, 'abc', walk('abc')));

test.each(hereAndThere.map((condition, index) => [index, condition] as const))(
  'what is looked for may be there in one order only (%i)',
  async (_, condition) => {
    for (const templates of [visits, walkers]) {
      await check(templates, goals(condition));
      await check(templates, goals(not(condition)));
      await check(templates, { ...goals(), invariants: [{ property: 'never', holds: not(condition) }] });
      await check(templates, { ...goals(), invariants: [{ property: 'always', holds: condition }] });
    }
  },
);

test.each([1, 30, 31, 32, 40, 62])(
  '%i questions that are decided do not close the one that is not',
  async (n) => {
    const early = Array.from({ length: n }, () => at(p, 'a'));
    const late = and(at(p, 'b'), at(q, 'c'), mine.of(r).value);
    const third = template('r', 1, 'ab', [edge('a', 'b', { assignments: [mine.of(self).becomes(true)] })]);
    for (const templates of [visits, walkers]) {
      await check([...templates, third], goals(...early, late));
      await check([...templates, third], goals(late, ...early));
      await check([...templates, third], {
        ...goals(...early, late),
        invariants: [
          { property: 'first', holds: not(at(p, 'a')) },
          { property: 'second', holds: not(and(at(p, 'b'), at(q, 'b'), mine.of(r).value)) },
        ],
      });
    }
  },
);

test('of two invariants of one name, one is not closed with the invariant whose place it has', async () => {
  const late = and(at(p, 'b'), at(q, 'b'));
  for (const templates of [visits, walkers])
    await check(templates, {
      ...goals(),
      invariants: [
        { property: 'first', holds: not(and(at(p, 'a'), at(p, 'b'))) },
        { property: 'first', holds: not(late) },
        { property: 'second', holds: not(at(p, 'a')) },
      ],
    });
});

test('who is named, and who names, is told apart', async () => {
  const owner = shared('owner', processOf('p'), 'p.2');
  const takes = edge('a', 'b', { guard: lock.is('nobody'), assignments: [lock.becomes(identity(self))] });
  const keeps = edge('b', 'c', { guard: lock.is(identity(self)) });
  const gives = edge('c', 'd', { assignments: [lock.becomes('nobody')] });
  const hands = edge('c', 'd', {
    choice: { binder: 'chosen', role: 'p' },
    assignments: [lock.becomes(identity(bound('chosen')))],
  });
  for (const last of [gives, hands, edge('c', 'c')]) {
    const three = template('p', 3, 'abcd', [
      takes,
      edge('a', 'd', { assignments: [mine.of(self).becomes(true)] }),
      keeps,
      last,
    ]);
    await check([three], {
      ...stuck('p'),
      goals: named([
        exists('p', (each) => and(lock.is(identity(each)), at(each, 'd'), not(mine.of(each).value))),
      ]),
    });
    await check([three, once('q', { guard: lock.is('p.3') })]);
    await check([three], goals(at(processNamed('p.2'), 'c'), lock.is('p.1')));
    await check(
      [three, once('q', { guard: exists('p', (each) => and(owner.is(identity(each)), at(each, 'b'))) })],
      stuck('task'),
      [owner],
    );
  }
  const partner = perProcess('p', 'partner', processOf('p'), 'nobody');
  const pairs = template('p', 3, 'abc', [
    edge('a', 'b', {
      choice: { binder: 'chosen', role: 'p' },
      assignments: [partner.of(self).becomes(identity(bound('chosen')))],
    }),
    edge('b', 'c', {
      choice: { binder: 'chosen', role: 'p' },
      guard: and(
        partner.of(self).is(identity(bound('chosen'))),
        partner.of(bound('chosen')).is(identity(self)),
      ),
    }),
  ]);
  await check([pairs], stuck('p'), [partner]);
});

test('of processes that are alike, each is asked whether it is stuck', async () => {
  const joins = edge('a', 'b', { guard: not(flag.value), assignments: [flag.becomes(true)] });
  for (const count of [2, 3])
    for (const rest of [
      [edge('b', 'c')],
      [edge('b', 'c', { assignments: [flag.becomes(false)] })],
      [edge('b', 'a')],
      [edge('b', 'a', { guard: exists('p', (each) => at(each, 'c')) })],
      [
        edge('b', 'c', {
          guard: not(exists('p', (each) => at(each, 'c'))),
          assignments: [flag.becomes(false)],
        }),
      ],
    ])
      for (const more of [
        [],
        [template('q', 1, 'abc', walk('abc'))],
        [template('q', 2, 'ab', [edge('a', 'b', { guard: exists('p', (each) => at(each, 'c')) })])],
      ])
        for (const role of ['p', 'task'])
          await check([template('p', count, 'abc', [joins, ...rest]), ...more], stuck(role));
  expect.hasAssertions();
});
