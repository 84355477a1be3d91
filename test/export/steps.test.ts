import { expect, test } from 'vitest';
import { search } from '../../src/engine/index.js';
import { toPromela } from '../../src/export/index.js';
import {
  always,
  and,
  boolean,
  conditional,
  defineSystem,
  type Edge,
  enumeration,
  equal,
  exists,
  forEach,
  identity,
  less,
  not,
  perProcess,
  processOf,
  range,
  type System,
  self,
  shared,
  subtract,
} from '../../src/system/index.js';
import { runSpin } from '../support/spin.js';

/* Steps that are hard to write as assignments one after the other, and values that are hard to store. */

const edge = (from: string, to: string, rest: Partial<Edge>): Edge => ({
  from,
  to,
  action: { name: `${from} to ${to}`, tags: [] },
  guard: always,
  assignments: [],
  assertions: [],
  ...rest,
});

const task = (count: number, locations: readonly string[], edges: readonly Edge[]) => ({
  name: 'task',
  count,
  roles: ['task'],
  graph: {
    initial: locations[0] ?? '',
    locations: locations.map((name) => ({ name, labels: [name] })),
    edges,
  },
});

async function expectSame(system: System): Promise<string> {
  const { text, surplus } = toPromela(system, { about: [], invariants: [], formulas: [] });
  const spin = await runSpin(text, { gcc: ['-O0', '-DSAFETY', '-DNOREDUCE'], pan: ['-E', '-w16'] });
  const { statistics } = await search(system, { invariants: [], goals: new Map() });
  expect(spin.states).toBe(statistics.states + surplus.states);
  expect(spin.transitions).toBe(statistics.transitions + surplus.transitions);
  return text;
}

test('variables change places at once', { concurrent: true }, async () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name, index) => shared(name, range(0, 5), index + 1)) as [
    ReturnType<typeof shared<number>>,
    ReturnType<typeof shared<number>>,
    ReturnType<typeof shared<number>>,
  ];
  const turn = [a.becomes(b.value), b.becomes(c.value), c.becomes(a.value)];
  const swap = [a.becomes(b.value), b.becomes(a.value)];
  const edges = [
    edge('there', 'there', { assignments: turn }),
    edge('there', 'there', { assignments: swap }),
  ];
  const text = await expectSame(
    defineSystem({ variables: [a, b, c], templates: [task(1, ['there'], edges)] }),
  );
  expect(text).toContain('hidden int kept_1;');
  expect(text).not.toContain('kept_2');
});

test('what each process has changes at once', { concurrent: true }, async () => {
  const flag = perProcess('task', 'flag', boolean, false);
  const count = perProcess('task', 'count', range(0, 2), 0);
  const owner = shared('owner', processOf('task'), 'nobody');
  const edges = [
    edge('a', 'b', {
      choice: { binder: 'chosen', role: 'task' },
      assignments: [
        flag.of(self).becomes(flag.of({ kind: 'bound', binder: 'chosen' }).value),
        owner.becomes(identity({ kind: 'bound', binder: 'chosen' })),
        // A process that chooses itself sets the same count twice: the last one stays.
        count.of(self).becomes(1),
        count.of({ kind: 'bound', binder: 'chosen' }).becomes(2),
      ],
    }),
    edge('b', 'a', {
      guard: exists('task', (each) => and(not(owner.is(identity(each))), flag.of(each).is(false))),
      assignments: [
        forEach('task', (each) => flag.of(each).becomes(not(flag.of(each).value))),
        forEach('task', (each) =>
          count.of(each).becomes(conditional<number>(flag.of(self).value, count.of(each).value, 1)),
        ),
      ],
    }),
  ];
  const text = await expectSame(
    defineSystem({ variables: [flag, count, owner], templates: [task(3, ['a', 'b'], edges)] }),
  );
  expect(text).toContain('flag = ~flag & 7');
});

test('values may be negative, and wide', { concurrent: true }, async () => {
  const small = shared('small', range(-300, 2), 0);
  const wide = shared('wide', range(0, 70_000), 69_990);
  const deep = shared('deep', range(-70_000, 0), -69_990);
  const own = perProcess('task', 'own', range(0, 300), 298);
  const level = shared('level', enumeration('low', 'high'), 'low');
  const other = shared('other', enumeration('high', 'mid', 'low'), 'mid');
  const text = await expectSame(
    defineSystem({
      variables: [small, wide, deep, own, level, other],
      templates: [
        task(
          2,
          ['a'],
          [
            edge('a', 'a', {
              guard: less(-5, small.value),
              assignments: [small.becomes(subtract(small.value, 1)), other.becomes(level.value)],
            }),
            edge('a', 'a', {
              guard: less(69_985, wide.value),
              assignments: [wide.becomes(subtract(wide.value, 1)), level.becomes('high')],
            }),
            edge('a', 'a', {
              guard: and(less(-69_995, deep.value), equal<string>(level.value, other.value)),
              assignments: [deep.becomes(subtract(deep.value, 1)), own.of(self).becomes(300)],
            }),
          ],
        ),
      ],
    }),
  );
  expect(text).toContain('short small;');
  expect(text).toContain('unsigned wide : 17 = 69990;');
  expect(text).toContain('int deep = -69990;');
  expect(text).toContain('short own[2] = 298;');
});

test('it starts in every initial state', { concurrent: true }, async () => {
  const flag = perProcess('task', 'flag', boolean, false, true);
  const level = shared('level', range(0, 3), 1, 3);
  const edges = [
    edge('a', 'b', { guard: flag.of(self).value, assignments: [level.becomes(0)] }),
    edge('b', 'a', { guard: less(level.value, 2) }),
  ];
  await expectSame(defineSystem({ variables: [flag, level], templates: [task(2, ['a', 'b'], edges)] }));
});
