import { expect, test } from 'vitest';
import {
  add,
  at,
  bindFresh,
  boolean,
  conditional,
  defineSystem,
  type Edge,
  enabledSteps,
  enumeration,
  equal,
  evaluate,
  exists,
  forall,
  forEach,
  identity,
  initialStates,
  less,
  nobody,
  not,
  OutOfRangeError,
  type ProcessTemplate,
  perProcess,
  processNamed,
  processOf,
  range,
  type State,
  self,
  shared,
  stepName,
  takeStep,
  variableKey,
  violatedAssertions,
} from '../../src/system/index.js';

const counter = shared('counter', range(0, 2), 0);
const owner = shared('owner', processOf('worker'), nobody);
const tired = perProcess('worker', 'tired', boolean, false);

const edge = (from: string, to: string, name: string, rest: Partial<Edge> = {}): Edge => ({
  from,
  to,
  action: { name, tags: [] },
  guard: { kind: 'constant', value: true },
  assignments: [],
  assertions: [],
  ...rest,
});

const worker = (edges: readonly Edge[], count = 2): ProcessTemplate => ({
  name: 'worker',
  count,
  roles: ['worker'],
  graph: {
    initial: 'home',
    locations: [
      { name: 'home', labels: ['resting'] },
      { name: 'office', labels: [], end: true },
    ],
    edges,
  },
});

const system = (edges: readonly Edge[], count = 2) =>
  defineSystem({ variables: [counter, owner, tired], templates: [worker(edges, count)] });

const only = <T>(values: readonly T[]): T => {
  expect(values).toHaveLength(1);
  return values[0] as T;
};
const initial = (of: ReturnType<typeof system>): State => only(initialStates(of));

test('processes are called after their template, with a number where there are several', () => {
  expect(system([]).processes.map(({ name }) => name)).toEqual(['worker.1', 'worker.2']);
  expect(system([], 1).processes.map(({ name }) => name)).toEqual(['worker']);
});

test('several initial values give several initial states', () => {
  const coin = shared('coin', enumeration('heads', 'tails'), 'heads', 'tails');
  const eager = perProcess('worker', 'eager', boolean, false, true);
  const states = initialStates(defineSystem({ variables: [coin, eager], templates: [worker([])] }));
  expect(states).toHaveLength(2 * 2 * 2);
});

test('a step is enabled when its guard is true, and moves only the process that takes it', () => {
  const go = edge('home', 'office', 'goes', { guard: counter.is(0), assignments: [counter.becomes(1)] });
  const both = system([go]);
  const steps = enabledSteps(both, initial(both));
  expect(steps.map(({ process }) => process.name)).toEqual(['worker.1', 'worker.2']);
  const next = takeStep(both, initial(both), steps[0] ?? expect.fail());
  expect(next.locations.toObject()).toEqual({ 'worker.1': 'office', 'worker.2': 'home' });
  expect(enabledSteps(both, next)).toEqual([]);
});

test('assignments are simultaneous: every right-hand side is read before the step', () => {
  const a = shared('a', range(0, 9), 1);
  const b = shared('b', range(0, 9), 2);
  const swap = edge('home', 'office', 'swaps', { assignments: [a.becomes(b.value), b.becomes(a.value)] });
  const swapping = defineSystem({ variables: [a, b], templates: [worker([swap], 1)] });
  const start = only(initialStates(swapping));
  const after = takeStep(swapping, start, only(enabledSteps(swapping, start)));
  expect(after.values.toObject()).toEqual({ a: 2, b: 1 });
});

test('forEach assigns the variable of every process of the role', () => {
  const rest = edge('home', 'home', 'tires everybody', {
    assignments: [
      forEach('worker', (each) => tired.of(each).becomes(not(equal(identity(each), identity(self))))),
    ],
  });
  const both = system([rest]);
  const next = takeStep(both, initial(both), enabledSteps(both, initial(both))[0] ?? expect.fail());
  expect(next.values.get(variableKey('tired', 'worker.1'))).toBe(false);
  expect(next.values.get(variableKey('tired', 'worker.2'))).toBe(true);
});

test('a choice gives one step for each process, and its name says which', () => {
  const [binder, set] = bindFresh('worker', (each) => [owner.becomes(identity(each))]);
  const pick = edge('home', 'home', 'picks %', { choice: { binder, role: 'worker' }, assignments: set });
  const both = system([pick]);
  const steps = enabledSteps(both, initial(both));
  expect(steps.map(stepName)).toEqual([
    'picks worker.1',
    'picks worker.2',
    'picks worker.1',
    'picks worker.2',
  ]);
  expect(takeStep(both, initial(both), steps[1] ?? expect.fail()).values.get('owner')).toBe('worker.2');
});

test('quantifiers, labels, order and conditionals', () => {
  const both = system([]);
  const state = initial(both);
  const holds = (condition: Parameters<typeof evaluate<boolean>>[0]) => evaluate(condition, both, state);
  expect(holds(forall('worker', (each) => at(each, 'resting')))).toBe(true);
  expect(holds(exists('worker', (each) => tired.of(each).value))).toBe(false);
  expect(holds(forall('nobody plays this', () => ({ kind: 'constant', value: false })))).toBe(true);
  expect(holds(less(counter.value, 1))).toBe(true);
  expect(holds(at(processNamed('worker.2'), 'resting'))).toBe(true);
  expect(evaluate(conditional<number>(counter.is(0), 7, add(counter.value, 1)), both, state)).toBe(7);
});

test('an assertion is violated where its condition is false just before the step', () => {
  const go = edge('home', 'office', 'goes', {
    assignments: [counter.becomes(1)],
    assertions: [{ property: 'first', condition: counter.is(0) }],
  });
  const both = system([go]);
  const [one] = enabledSteps(both, initial(both));
  expect(violatedAssertions(both, initial(both), one ?? expect.fail())).toEqual([]);
  const next = takeStep(both, initial(both), one ?? expect.fail());
  expect(violatedAssertions(both, next, only(enabledSteps(both, next)))).toEqual(['first']);
});

test('an assignment out of range says which variable, which value and which step', () => {
  const count = edge('home', 'home', 'counts', { assignments: [counter.becomes(add(counter.value, 2))] });
  const one = system([count], 1);
  const next = takeStep(one, initial(one), only(enabledSteps(one, initial(one))));
  expect(() => takeStep(one, next, only(enabledSteps(one, next)))).toThrow(OutOfRangeError);
  expect(() => takeStep(one, next, only(enabledSteps(one, next)))).toThrow(
    "step 'counts' gives counter the value 4, which is not in 0..2",
  );
});
