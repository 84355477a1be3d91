import { expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { cellsOf, runOf, verdictOf } from '../support/check.js';

/** A system call that runs `body`; patched functions `f`, and others as given. */
const scenario = (body: string, rest: { functions?: string; tasks?: string; more?: string } = {}): string => `
scenario: test
locks: [A]
events: [E]
data: { D: [x, y], count: 0..1, own: { values: [x, y], per: task } }
functions:
  f: { old: [], new: [] }
${rest.functions ?? ''}
syscalls:
  read: ${body}
tasks:
  reader: { kind: user, runs: [read] }
${rest.tasks ?? ''}
${rest.more ?? ''}
`;

test('a fake signal leaves an interruptible sleep by the error path, with whatever is held', async () => {
  const text = scenario('[call f, lock A, sleep, unlock A]');
  expect(await verdictOf(text, 'kgraft:wake=nobody', 'lock-discipline')).toBe('holds');
  expect(await runOf(text, 'kgraft', 'lock-discipline')).toEqual([
    'reader: enters the kernel: read()',
    'reader: calls f, enters its old body',
    'reader: returns from f',
    'reader: takes lock A',
    'patcher: sets every task in progress and installs the stubs',
    'reader: is woken by a fake signal',
  ]);
});

test('an uninterruptible sleep ignores signals', async () => {
  const text = scenario('[call f, lock A, sleep uninterruptible, unlock A]');
  expect(await verdictOf(text, 'kgraft', 'lock-discipline')).toBe('holds');
});

test('the error path undoes what the sleep and each call around it say', async () => {
  const inner = '  inner: [{ sleep: interruptible }]';
  const undone = '[lock A, { call: inner, on-signal: [unlock A] }, unlock A, call f]';
  const leaked = '[lock A, call inner, unlock A, call f]';
  expect(await verdictOf(scenario(undone, { functions: inner }), 'kgraft', 'lock-discipline')).toBe('holds');
  expect(await verdictOf(scenario(leaked, { functions: inner }), 'kgraft', 'lock-discipline')).toBe(
    'violated',
  );
});

test('a wake-up only ends the sleep of a kernel thread', async () => {
  const text = scenario('[call f]', {
    tasks: '  flusher: { kind: kthread, runs: [lock A, sleep, unlock A, call f, safe-point] }',
  });
  expect(await verdictOf(text, 'kgraft', 'lock-discipline')).toBe('holds');
});

test('a signaller wakes a sleeper, whoever wakes for the mechanism', async () => {
  const text = scenario('[call f, lock A, sleep, unlock A]', {
    tasks: '  script: { kind: signaller, signals: [reader] }',
  });
  const run = await runOf(text, 'null', 'lock-discipline');
  expect(run).toContain('script: signals reader');
  expect(run.at(-1)).toBe('reader: is woken by a signal');
});

test('wake=userspace adds a script that signals those that the transition waits for', async () => {
  const text = scenario('[call f, lock A, sleep, unlock A]');
  const run = await runOf(text, 'kgraft:wake=userspace', 'lock-discipline');
  expect(run).toContain('wake-up script: signals reader');
});

test('an event is taken by whoever waits for it', async () => {
  const pair = (waits: number): string =>
    scenario('[call f, wake E]', {
      tasks: `  sleeper: { kind: kthread, runs: [${Array(waits).fill('wait E').join(', ')}, call f, safe-point] }`,
    });
  expect(await verdictOf(pair(2), 'null', 'deadlock-freedom')).toBe('holds');
  const nobodyWakes = scenario('[call f]', { tasks: '  sleeper: { kind: kthread, runs: [wait E, call f] }' });
  expect(await runOf(nobodyWakes, 'null', 'deadlock-freedom')).toEqual([]);
});

test('a second lock of a lock that is held, an unlock of one that is not, a lock held at exit', async () => {
  expect(await verdictOf(scenario('[call f, lock A, lock A]'), 'null', 'lock-discipline')).toBe('violated');
  expect(await verdictOf(scenario('[call f, unlock A]'), 'null', 'lock-discipline')).toBe('violated');
  expect(await verdictOf(scenario('[call f, lock A]'), 'null', 'lock-discipline')).toBe('violated');
  expect(await verdictOf(scenario('[call f, lock A, unlock A]'), 'null', 'lock-discipline')).toBe('holds');
});

test('trylock never waits', async () => {
  const body = '[call f, lock A, { trylock: A, then: [unlock A], else: [] }, unlock A]';
  expect(await verdictOf(scenario(body), 'null', 'deadlock-freedom')).toBe('holds');
});

test('counters violate data-compatibility when they leave their range, and stay in it', async () => {
  expect(
    await verdictOf(scenario('[call f, increment count, decrement count]'), 'null', 'data-compatibility'),
  ).toBe('holds');
  expect(await verdictOf(scenario('[call f, increment count]'), 'null', 'data-compatibility')).toBe(
    'violated',
  );
  expect(await verdictOf(scenario('[call f, decrement count]'), 'null', 'data-compatibility')).toBe(
    'violated',
  );
});

test('data that each task has is its own', async () => {
  const other = '  other: { kind: user, runs: [read] }';
  const own = '[call f, set own x, assert own = x, set own y]';
  const shared = '[call f, set D x, assert D = x, set D y]';
  expect(await verdictOf(scenario(own, { tasks: other }), 'null', 'data-compatibility')).toBe('holds');
  expect(await verdictOf(scenario(shared, { tasks: other }), 'null', 'data-compatibility')).toBe('violated');
});

test('if, either, loop and return go where they say', async () => {
  const holds = async (body: string) => verdictOf(scenario(body), 'null', 'data-compatibility');
  expect(await holds('[call f, set D x, { if: D = x, then: [set D y], else: [] }, assert D = y]')).toBe(
    'holds',
  );
  expect(await holds('[call f, set D x, { if: D != x, then: [], else: [set D y] }, assert D = y]')).toBe(
    'holds',
  );
  expect(await holds('[call f, set D x, { either: [[set D y], []] }, assert D = x]')).toBe('violated');
  expect(await holds('[call f, set D x, { loop: [set D y] }, assert D = x]')).toBe('violated');
  expect(await holds('[call f, set D x, return, set D y, assert D = x]')).toBe('vacuous');
  expect(await holds('[call f, set own x, set D own, assert D = own]')).toBe('holds');
});

test('a function that returns early still returns to its caller', async () => {
  const functions = '  g: [{ if: D = x, then: [return], else: [] }, set D y]';
  expect(
    await verdictOf(
      scenario('[call f, set D x, call g, assert D = x]', { functions }),
      'null',
      'data-compatibility',
    ),
  ).toBe('holds');
});

test('with text in place, whoever executes a body goes on in what is written over it', async () => {
  const functions = '  g: { old: [set D x, assert D = x], new: [set D y, assert D = x] }';
  const text = scenario('[call g]', { functions });
  expect(await runOf(text, 'naive', 'function-consistency')).toEqual([
    'reader: enters the kernel: read()',
    'reader: calls g, enters its old body',
    'patcher: writes the new text over f',
    'patcher: writes the new text over g',
    'reader: goes on in the text that was written over it',
  ]);
});

test('a transition does not wait for a task that has exited', async () => {
  const text = `
scenario: exits
functions:
  f: { old: [], new: [] }
syscalls:
  read: [call f]
tasks:
  short: { kind: user, runs: [read], repeat: once }
  long: { kind: user, runs: [read] }
`;
  expect(await verdictOf(text, 'simple', 'deadlock-freedom')).toBe('holds');
  expect(await verdictOf(text, 'simple', 'atomic-switch')).toBe('holds');
});

test('a kernel thread without a safe point keeps "simple" from ever patching, and holds up all others', async () => {
  const tasks = '  busy: { kind: kthread, runs: [set D x] }';
  const text = scenario('[call f]', { tasks });
  expect(await verdictOf(text, 'simple', 'global-consistency')).toBe('vacuous');
  expect(await verdictOf(text, 'simple', 'deadlock-freedom')).toBe('violated');
  expect(await verdictOf(text, 'kgraft', 'deadlock-freedom')).toBe('vacuous');
});

test('a CPU hog keeps "simple" waiting unless something interrupts it', async () => {
  const text = scenario('[call f]', { tasks: '  hog: { kind: cpu-hog }' });
  expect(await verdictOf(text, 'simple:wake=nobody', 'deadlock-freedom')).toBe('violated');
  expect(await verdictOf(text, 'simple', 'deadlock-freedom')).toBe('holds');
});

test('nothing holds of a patch that nobody ever runs', async () => {
  const text = `
scenario: never applied
locks: [A]
functions:
  f: { old: [forever: [lock A, unlock A, safe-point]], new: [lock A, lock A] }
tasks:
  worker: { kind: kthread, runs: [call f] }
`;
  expect(
    await verdictOf(text.replace('runs: [call f]', 'runs: [call f, sleep]'), 'null', 'lock-discipline'),
  ).toBe('violated');
  expect(await verdictOf(scenario('[lock A, unlock A]'), 'null', 'lock-discipline')).toBe('vacuous');
});

test('overwriting a text by itself does nothing to who is asleep in it', async () => {
  const asleep = (old: string, fresh: string, tasks = '') =>
    scenario('[call g]', { functions: `  g: { old: ${old}, new: ${fresh} }`, tasks });
  const signaller = '  script: { kind: signaller, signals: [reader] }';
  const verdict = (text: string) => verdictOf(text, 'naive', 'deadlock-freedom');
  expect(await verdict(asleep('[sleep]', '[sleep]', signaller))).not.toBe('violated');
  expect(await verdict(asleep('[sleep]', '[{ sleep: interruptible, on-signal: [return] }]'))).not.toBe(
    'violated',
  );
});

test('the calls of an overwritten text are written for the functions it belongs to', async () => {
  const functions = `
  g: { old: [], new: [], signature: { old: g(x), new: 'g(x, y)' } }
  caller: { old: [], new: [call g] }`;
  const text = scenario('[call f, call caller]', { functions, more: 'patch: { order: [g, f, caller] }' });
  expect(await verdictOf(text, 'naive', 'call-compatibility')).toBe('holds');
});

test('to return from an error path is to go on along it', async () => {
  const functions = '  inner: [{ sleep: interruptible, on-signal: [return] }]';
  const leaks = '[call f, lock A, { call: inner, on-signal: [] }, unlock A]';
  expect(await verdictOf(scenario(leaks, { functions }), 'kgraft', 'lock-discipline')).toBe('violated');
});

/** A kernel thread that does something with an event that nobody need ever leave. */
const worker = (runs: string, functions = ''): string =>
  scenario('[wake E]', { functions, tasks: `  worker: { kind: kthread, runs: ${runs} }` });

test('a kernel thread that is woken while it waits finds no event, passes its safe point, and waits again', async () => {
  const text = worker('[safe-point, wait E, call f]');
  expect(await verdictOf(text, 'kgraft', 'convergence')).toBe('holds');
  expect(await verdictOf(text, 'simple', 'convergence')).toBe('holds');
  expect(await verdictOf(text, 'kgraft-sync', 'convergence')).toBe('holds');
  expect(await verdictOf(text, 'kgraft:wake=nobody', 'convergence')).toBe('violated');
});

test.each([
  ['whose loop has no safe point', '[safe-point, wait E without-safe-point, call f]', ''],
  ['that nothing interrupts', '[safe-point, wait E uninterruptible, call f]', ''],
  ['in an inner loop without one', '[safe-point, { forever: [wait E, call f] }]', ''],
  ['in a function that is called', '[safe-point, call waits, call f]', '  waits: [wait E]'],
  ['in a loop with one in a branch', '[{ either: [[safe-point], []] }, wait E, call f]', ''],
  ['in a loop with one in a function', '[call safe, wait E, call f]', '  safe: [safe-point]'],
])('a kernel thread passes no safe point in a wait %s', async (_, runs, functions) => {
  expect(await verdictOf(worker(runs, functions), 'kgraft', 'convergence')).toBe('violated');
});

test.each([
  ['in an inner loop', '[{ forever: [wait E, safe-point, call f] }]', ''],
  ['while it stands in a branch', '[safe-point, { if: D = x, then: [wait E, call f] }]', ''],
  ['in the loop of a function', '[call waits, call f]', '  waits: [{ forever: [safe-point, wait E] }]'],
])('a kernel thread passes a safe point in a wait that has one %s', async (_, runs, functions) => {
  expect(await verdictOf(worker(runs, functions), 'kgraft', 'convergence')).toBe('holds');
});

test('a wait in a patched function passes its safe point with that function on the stack', async () => {
  const text = worker('[call main]', '  main: { old: [{ forever: [safe-point, wait E, call f] }], new: [] }');
  // kGraft migrates it there all the same; "simple" parks nobody who is inside.
  expect(await verdictOf(text, 'kgraft', 'convergence')).toBe('holds');
  expect(await verdictOf(text, 'simple', 'convergence')).toBe('violated');
});

test('to unlock the lock of another task changes nothing, and violates lock-discipline', async () => {
  const thief = (body: string): string =>
    scenario('[call f, lock A, set D x, assert D = x, unlock A]', {
      tasks: `  thief: { kind: kthread, runs: ${body} }`,
    });
  const unlocks = thief('[unlock A, lock A, set D y, unlock A, safe-point]');
  expect(await verdictOf(unlocks, 'null', 'lock-discipline')).toBe('violated');
  // Had it been released, the thief could take it and set the data in between.
  expect(await verdictOf(unlocks, 'null', 'data-compatibility')).toBe('holds');
  const setsWithout = thief('[set D y, safe-point]');
  expect(await verdictOf(setsWithout, 'null', 'data-compatibility')).toBe('violated');
});

test('a trylock of the own lock fails, and violates nothing', async () => {
  const body = (busy: string): string =>
    scenario(
      `[call f, set D x, lock A, { trylock: A, then: [set D y], else: ${busy} }, assert D = x, unlock A]`,
    );
  expect(await verdictOf(body('[]'), 'null', 'lock-discipline')).toBe('holds');
  expect(await verdictOf(body('[]'), 'null', 'data-compatibility')).toBe('holds');
  expect(await verdictOf(body('[set D y]'), 'null', 'data-compatibility')).toBe('violated');
});

test('every safety property is vacuous when no task ever runs a new function', async () => {
  const text = scenario('[lock A, assert D = x, unlock A, wake E, sleep]', {
    tasks: '  waiter: { kind: kthread, runs: [wait E, safe-point] }',
  });
  for (const model of models) {
    const safety = (await cellsOf(text, model.name)).filter(({ property }) => property.kind === 'safety');
    expect(safety.length).toBeGreaterThan(10);
    for (const { verdict } of safety)
      expect(verdict).toEqual({ kind: 'holds', vacuous: 'no task ever runs a new function' });
  }
});
