import { describe, expect, test } from 'vitest';
import { cellsOf, runOf, verdictOf } from '../support/check.js';

/* What the patcher runs besides: when it is run, who waits for it, and what it must not do. */

const scenario = (callbacks: string, more = ''): string => `
scenario: test
locks: [A]
events: [E]
data: { stage: [none, preparing, prepared, done, leaving] }
functions:
  f: { old: [], new: [] }
syscalls: { read: [call f] }
tasks: { reader: { kind: user, runs: [read] } }
patch: { callbacks: { ${callbacks} }, ${more} }
`;

const inOrder = [
  'pre-patch: [assert stage = none, set stage preparing]',
  'post-patch: [assert stage = preparing, set stage done]',
  'pre-unpatch: [assert stage = done, set stage leaving]',
  'post-unpatch: [assert stage = leaving, set stage none]',
].join(', ');

test.each(['klp', 'kpatch', 'simple'])(
  'to run one under the mutex of the patcher is no fault under %s',
  async (model) => {
    const text = scenario('post-patch: [set stage done]', 'mutex: A');
    expect(await verdictOf(text, model, 'lock-discipline')).not.toBe('violated');
  },
);

describe('the four of a patch', () => {
  test.each(['klp', 'klp:steps=fine', 'simple'])('are run in order under %s', async (model) => {
    const text = scenario(inOrder, 'removed: true');
    expect(await verdictOf(text, model, 'data-compatibility')).toBe('holds');
  });

  test('are not in order under kpatch: each attempt prepares, and one that fails makes good for that', async () => {
    const run = await runOf(scenario(inOrder, 'removed: true'), 'kpatch', 'data-compatibility');
    expect(run.slice(-2)).toEqual([
      'patcher: stops the machine, finds a task in the functions, abandons the attempt',
      'patcher: runs the callback post-unpatch',
    ]);
  });

  test('are not all run where a transition turns round', async () => {
    const text = scenario(inOrder, 'removed: false, reversed: true');
    const run = await runOf(text, 'klp', 'data-compatibility');
    expect(run.some((step) => step.includes('klp_reverse_transition'))).toBe(true);
    expect(run.at(-1)).toBe('patcher: klp_post_unpatch_callback(): runs the callback');
    expect(run.some((step) => step.includes('pre_unpatch'))).toBe(false);
  });

  test.each(['kgraft', 'null', 'masami-refcount'])('are not run under %s', async (model) => {
    expect(await verdictOf(scenario(inOrder), model, 'data-compatibility')).toBe('vacuous');
  });
});

describe('one that fails', () => {
  test.each(['klp', 'kpatch', 'simple'])('refuses the patch under %s', async (model) => {
    const text = `${scenario('pre-patch: [fail], post-patch: [set stage done], post-unpatch: [set stage leaving]')}
properties: { refused: '[] (in-transition -> <> unloaded)', never: '[] unpatched || <> in-transition', alone: '[] (unloaded -> is(stage, none))' }
`;
    const cells = await cellsOf(text, model);
    const of = (name: string) => cells.find(({ property }) => property.name === name)?.verdict;
    expect(of('refused')).toEqual({ kind: 'holds' });
    expect(of('alone')).toEqual({ kind: 'holds' });
    // Nobody ever runs a new function.
    expect(of('data-compatibility')).toMatchObject({ kind: 'holds', vacuous: expect.anything() });
  });
});

describe('what one must not do', () => {
  test('to sleep is in order while tasks go on, and not where the machine is stopped', async () => {
    for (const sleeps of ['sleep', 'wait E', 'lock A, unlock A', 'synchronize-rcu']) {
      const text = scenario(`post-patch: [${sleeps}]`);
      expect([sleeps, await verdictOf(text, 'kpatch', 'lock-discipline')]).toEqual([sleeps, 'violated']);
      expect(await verdictOf(text, 'klp', 'lock-discipline')).not.toBe('violated');
    }
    const before = scenario('pre-patch: [sleep, lock A, unlock A]');
    expect(await verdictOf(before, 'kpatch', 'lock-discipline')).toBe('holds');
  });

  test('it gives its locks back, also where it fails', async () => {
    for (const body of ['pre-patch: [lock A]', 'pre-patch: [lock A, { either: [[unlock A, fail], [fail]] }]'])
      expect(await verdictOf(scenario(body), 'klp', 'lock-discipline')).toBe('violated');
    expect(await verdictOf(scenario('pre-patch: [lock A, unlock A, fail]'), 'klp', 'lock-discipline')).toBe(
      'vacuous',
    );
  });

  test('a transition waits for it: what never comes keeps the patch from being in', async () => {
    const text = scenario('post-patch: [wait E]');
    expect(await verdictOf(text, 'klp', 'convergence')).toBe('violated');
    expect(await verdictOf(text, 'klp', 'deadlock-freedom')).toBe('violated');
    expect(await verdictOf(scenario('post-patch: [set stage done]'), 'klp', 'convergence')).toBe('holds');
  });
});

test('a callback calls what the patcher sees: old functions before, new ones after', async () => {
  const text = (callbacks: string) => `
scenario: test
data: { version: [old, new] }
functions:
  f: { old: [set version old], new: [set version new] }
syscalls: { read: [call f] }
tasks: { reader: { kind: user, runs: [read], repeat: once } }
patch: { removed: true, callbacks: { ${callbacks} } }
`;
  const calls = text(
    'pre-patch: [call f], post-patch: [call f], pre-unpatch: [call f], post-unpatch: [call f]',
  );
  for (const model of ['klp', 'klp:steps=fine', 'kpatch', 'simple'])
    for (const property of ['no-warning', 'task-monotonicity', 'syscall-consistency', 'unload-safety'])
      expect([model, property, await verdictOf(calls, model, property)]).not.toContain('violated');
});

test('what a callback does is what a kernel has done that is booted with the patch', async () => {
  // The new function alone would violate it: it relies on what pre-patch has made. That is no fault of the new functions.
  const text = `
scenario: test
data: { table: [none, there] }
functions:
  f: { old: [], new: [assert table = there] }
syscalls: { read: [call f] }
tasks: { reader: { kind: user, runs: [read] } }
patch: { callbacks: { post-patch: [set table there] } }
`;
  const cells = await cellsOf(text, 'klp');
  const verdict = cells.find(({ property }) => property.name === 'data-compatibility')?.verdict;
  expect(verdict).toMatchObject({ kind: 'violated' });
  expect(verdict).not.toHaveProperty('origin');
  expect(await verdictOf(text, 'kpatch', 'data-compatibility')).toBe('holds');
});

describe('the mutex under which the patcher works', () => {
  const text = (callbacks: string, more = '') => `
scenario: test
locks: [klp_mutex, A]
functions: { f: { old: [], new: [] } }
syscalls: { read: [call f], write: [lock A, lock klp_mutex, unlock klp_mutex, unlock A] }
tasks: { reader: { kind: user, runs: [read] }, writer: { kind: user, runs: [write] } }
patch: { mutex: klp_mutex, removed: true, ${more} callbacks: { ${callbacks} } }
`;
  const models = ['klp:force=yes', 'kpatch', 'simple', 'kgraft', 'null'];

  test.each(models)('is taken and given back under %s: nobody waits for ever', async (model) => {
    for (const property of ['deadlock-freedom', 'lock-discipline', 'no-starvation'])
      expect([property, await verdictOf(text('', 'reversed: true,'), model, property)]).not.toContain(
        'violated',
      );
  });

  test('is held while a callback runs: a lock that is taken in the other order is a deadlock', async () => {
    for (const callback of ['pre-patch', 'post-patch', 'pre-unpatch', 'post-unpatch'])
      for (const model of ['klp', 'kpatch'])
        expect([
          callback,
          model,
          await verdictOf(text(`${callback}: [lock A, unlock A]`), model, 'deadlock-freedom'),
        ]).toEqual([callback, model, 'violated']);
    const run = await runOf(text('post-patch: [lock A, unlock A]'), 'klp', 'deadlock-freedom');
    expect(run.some((step) => step === 'writer: takes lock A')).toBe(true);
    expect(run.at(-1)).toMatch(/^patcher: /);
  });
});
