import { expect, test } from 'vitest';
import {
  add,
  always,
  at,
  boolean,
  constant,
  defineSystem,
  type Edge,
  type Expression,
  enumeration,
  equal,
  forall,
  type ProcessReference,
  perProcess,
  range,
  SystemDefinitionError,
  self,
  shared,
  type Variable,
} from '../../src/system/index.js';

const flag = shared('flag', boolean, false);
const counter = shared('counter', range(0, 2), 0);
const colour = shared('colour', enumeration('red', 'green'), 'red');
const mine = perProcess('task', 'mine', boolean, false);
const stranger: ProcessReference = { kind: 'named', name: 'stranger' };

/** What a mistake in one edge of an otherwise good system is reported as. */
function problemsOf(
  change: Partial<Edge>,
  variables: readonly Variable[] = [flag, counter, colour, mine],
): readonly string[] {
  const edge: Edge = {
    from: 'here',
    to: 'here',
    action: { name: 'steps', tags: [] },
    guard: always,
    assignments: [],
    assertions: [],
    ...change,
  };
  const graph = { initial: 'here', locations: [{ name: 'here', labels: [] }], edges: [edge] };
  try {
    defineSystem({ variables, templates: [{ name: 'task', count: 1, roles: ['task'], graph }] });
    return [];
  } catch (error) {
    if (error instanceof SystemDefinitionError) return error.problems;
    throw error;
  }
}

/** An expression of a type that the compiler would refuse, as a model in JavaScript could build it. */
const mistyped = (expression: Expression): Expression<boolean> => expression as Expression<boolean>;

const step = "process 'task', step 'steps' at 'here'";

test('a good system is made', () => {
  expect(
    problemsOf({ guard: flag.value, assignments: [counter.becomes(1), mine.of(self).becomes(true)] }),
  ).toEqual([]);
});

test.each([
  [
    'a guard that is no condition',
    { guard: mistyped(counter.value) },
    `${step}: its guard is of type integer, expected boolean`,
  ],
  [
    'an unknown variable',
    { guard: mistyped({ kind: 'variable', name: 'flagg' }) },
    `${step}: there is no variable 'flagg'`,
  ],
  [
    'a shared variable of a process',
    { guard: mistyped({ kind: 'variable', name: 'flag', of: self }) },
    `${step}: variable 'flag' is shared, so no process has its own`,
  ],
  [
    'a variable of nobody in particular',
    { guard: mistyped({ kind: 'variable', name: 'mine' }) },
    `${step}: variable 'mine' belongs to each task: whose is meant?`,
  ],
  [
    'a process that does not exist',
    { guard: at(stranger, 'x') },
    `${step}: process 'stranger' is unknown here`,
  ],
  [
    'a binder out of its scope',
    { guard: at({ kind: 'bound', binder: 'task#0' }, 'x') },
    `${step}: 'task#0' is unknown here`,
  ],
  [
    'a comparison of different types',
    { guard: mistyped(equal(mistyped(counter.value), mistyped(colour.value))) },
    `${step}: a value of type integer is compared with one of type name`,
  ],
  [
    'a comparison with a value that never is',
    { guard: mistyped(equal(mistyped(colour.value), mistyped(constant('blue')))) },
    `${step}: 'colour' is {red, green}, so it is never blue`,
  ],
  [
    'an assignment of another type',
    { assignments: [{ name: 'counter', value: always }] },
    `${step}: it assigns a value of type boolean to 'counter', which is 0..2`,
  ],
  [
    'a constant out of range',
    { assignments: [counter.becomes(3)] },
    `${step}: it assigns 3 to 'counter', which is 0..2`,
  ],
  [
    'the same variable twice',
    { assignments: [counter.becomes(1), counter.becomes(2)] },
    `${step}: it assigns 'counter' twice, in one step`,
  ],
  [
    'a sum of names',
    { guard: equal(add(counter.value, colour.value as Expression as Expression<number>), 1) },
    `${step}: the right operand of add is of type name, expected integer`,
  ],
  [
    'a location that does not exist',
    { to: 'there' },
    "process 'task': step 'steps' names a location 'there' that does not exist",
  ],
  [
    'an assertion that is no condition',
    { assertions: [{ property: 'p', condition: mistyped(counter.value) }] },
    `${step}: its assertion for p is of type integer, expected boolean`,
  ],
] as const)('%s', (_, change, problem) => {
  expect(problemsOf(change)).toEqual([problem]);
});

test.each([
  [
    'an initial value out of range',
    shared('v', range(0, 1), 5),
    "variable 'v': its initial value 5 is not in 0..1",
  ],
  ['an empty range', shared('v', range(1, 0), 1), "variable 'v': 1..0 is not a range of integers"],
  [
    'an enumeration with a name twice',
    shared('v', enumeration('a', 'a'), 'a'),
    "variable 'v': {a, a} is not a set of one or more different names",
  ],
])('%s', (_, variable, problem) => {
  expect(problemsOf({}, [variable])).toContain(problem);
});

test('a variable declared twice', () => {
  expect(problemsOf({}, [flag, flag])).toEqual(["variable 'flag' is declared twice"]);
});

test('all mistakes are told at once', () => {
  const problems = problemsOf({ guard: mistyped(counter.value), assignments: [counter.becomes(3)] });
  expect(problems).toHaveLength(2);
});

test('the variable of a bound process of another role', () => {
  const guard = forall('patcher', (each) => mine.of(each).value);
  expect(problemsOf({ guard })).toEqual([
    `${step}: variable 'mine' belongs to each task, which 'patcher#0' is not`,
  ]);
});
