import { describe, expect, test } from 'vitest';
import { verdictOf } from '../support/check.js';

/* Sections in which a task must not sleep, and what waits for them. */

const scenario = (body: string, more = ''): string => `
scenario: test
locks: [A]
events: [E]
data: { D: [x, y] }
functions:
  f: { old: [], new: [] }
  g: { old: ${body}, new: ${body} }
syscalls: { read: [call f, call g] }
tasks: { reader: { kind: user, runs: [read] } }
${more}
`;

const discipline = (body: string): Promise<string> => verdictOf(scenario(body), 'null', 'lock-discipline');

describe('with preemption off', () => {
  test('sections that are paired, one in another, are in order', async () => {
    expect(await discipline('[preempt-disable, set D y, preempt-enable]')).toBe('holds');
    expect(
      await discipline('[preempt-disable, preempt-disable, preempt-enable, preempt-enable, sleep]'),
    ).toBe('holds');
  });

  test('a section is not ended twice, nor left open at kernel exit, nor begun without end', async () => {
    expect(await discipline('[preempt-enable]')).toBe('violated');
    expect(await discipline('[preempt-disable]')).toBe('violated');
    expect(await discipline('[preempt-disable, preempt-disable, preempt-enable]')).toBe('violated');
    const nested = (count: number): string =>
      `[${[...Array(count).fill('preempt-disable'), ...Array(count).fill('preempt-enable')].join(', ')}]`;
    expect(await discipline(nested(7))).toBe('holds');
    expect(await discipline(nested(8))).toBe('violated');
  });

  test('a task neither sleeps nor does what may sleep', async () => {
    for (const sleeps of ['sleep', 'sleep uninterruptible', 'wait E', 'lock A', 'cond-resched'])
      expect([sleeps, await discipline(`[preempt-disable, ${sleeps}, preempt-enable]`)]).toEqual([
        sleeps,
        'violated',
      ]);
    expect(await discipline('[preempt-disable, { trylock: A, then: [unlock A] }, preempt-enable]')).toBe(
      'holds',
    );
    expect(await discipline('[preempt-disable, preempt-enable, lock A, unlock A]')).toBe('holds');
    // An inner section ends: the outer one goes on.
    expect(
      await discipline('[preempt-disable, preempt-disable, preempt-enable, sleep, preempt-enable]'),
    ).toBe('violated');
  });

  test('no round of klp finds the task, and stop_machine() waits for it', async () => {
    const text = (section: string): string => `
scenario: a transition and a section
data: { D: [x, y] }
functions: { f: { old: [], new: [] } }
syscalls: { read: [${section}, call f] }
tasks: { reader: { kind: user, runs: [read] } }
properties:
  not-switched-in-it: '[] (is(D, y) && awaited(reader) -> awaited(reader) W is(D, x))'
  not-patched-in-it: '[] (is(D, y) && in-transition -> in-transition W is(D, x))'
`;
    const off = text('preempt-disable, set D y, preempt-disable, preempt-enable, set D x, preempt-enable');
    const on = text('set D y, preempt-disable, preempt-enable, set D x');
    for (const [model, property] of [
      ['klp', 'not-switched-in-it'],
      ['klp:steps=fine', 'not-switched-in-it'],
      ['kpatch', 'not-patched-in-it'],
    ] as const) {
      expect([model, await verdictOf(off, model, property)]).toEqual([model, 'holds']);
      expect([model, await verdictOf(on, model, property)]).toEqual([model, 'violated']);
    }
  });
});

describe('under RCU', () => {
  test('a read section is no place to sleep, and is ended by whoever began it', async () => {
    expect(await discipline('[rcu-read-lock, rcu-read-lock, rcu-read-unlock, rcu-read-unlock, sleep]')).toBe(
      'holds',
    );
    for (const sleeps of ['sleep', 'wait E', 'lock A', 'cond-resched', 'synchronize-rcu'])
      expect([sleeps, await discipline(`[rcu-read-lock, ${sleeps}, rcu-read-unlock]`)]).toEqual([
        sleeps,
        'violated',
      ]);
    expect(await discipline('[preempt-disable, synchronize-rcu, preempt-enable]')).toBe('violated');
    expect(await discipline('[rcu-read-unlock]')).toBe('violated');
    expect(await discipline('[rcu-read-lock]')).toBe('violated');
    expect(await discipline('[synchronize-rcu, rcu-read-lock, rcu-read-unlock]')).toBe('holds');
  });

  const freeing = (wait: string): string => `
scenario: what a reader found is freed after it
data: { entry: [listed, unlisted], memory: [allocated, freed] }
functions: { f: { old: [], new: [] } }
syscalls:
  read: [call f, rcu-read-lock, { if: entry = listed, then: [assert memory = allocated] }, rcu-read-unlock]
  remove: [set entry unlisted, ${wait}set memory freed]
tasks:
  reader: { kind: user, runs: [read], count: 2 }
  remover: { kind: user, runs: [remove], repeat: once }
`;

  test('synchronize-rcu waits for the readers of before', async () => {
    expect(await verdictOf(freeing('synchronize-rcu, '), 'null', 'data-compatibility')).toBe('holds');
    expect(await verdictOf(freeing(''), 'null', 'data-compatibility')).toBe('violated');
  });

  test('readers that come later keep nobody waiting', async () => {
    const text = `${freeing('synchronize-rcu, ')}properties: { ends: '[] (sleeping(remover) -> <> running(remover))' }`;
    expect(await verdictOf(text, 'null', 'ends')).toBe('holds');
  });

  const two = (property: string): string => `
scenario: two wait, and a reader of between them never ends
data: { inside: [no, yes], one: [begun, done], two: [begun, done] }
functions: { f: { old: [], new: [] } }
syscalls:
  read: [rcu-read-lock, set inside yes, forever: [call f]]
  first: [synchronize-rcu, set one done]
  second: [synchronize-rcu, set two done]
tasks:
  reader: { kind: user, runs: [read], repeat: once }
  first: { kind: user, runs: [first], repeat: once }
  second: { kind: user, runs: [second], repeat: once }
properties: { asked: '${property}' }
`;

  test('each waits for the readers of before itself, whoever else waits', async () => {
    const both = 'is(inside, yes) && sleeping(first) && sleeping(second)';
    const holds = async (property: string) => verdictOf(two(property), 'null', 'asked');
    // The reader began before the one that waits for ever, and after the other one.
    expect(await holds(`[] (${both} -> (<> running(first) -> <> running(second)))`)).toBe('violated');
    expect(await holds(`[] (${both} -> (<> running(second) -> <> running(first)))`)).toBe('violated');
    expect(
      await holds('[] (is(inside, yes) && in-user-space(second) && is(two, begun) -> [] is(two, begun))'),
    ).toBe('holds');
    expect(await verdictOf(two('[] true'), 'null', 'deadlock-freedom')).toBe('violated');
  });

  test('whoever waits in a read section of its own waits for ever', async () => {
    const text = scenario('[rcu-read-lock, synchronize-rcu, rcu-read-unlock]');
    expect(await verdictOf(text, 'null', 'deadlock-freedom')).toBe('violated');
    const paired = scenario('[rcu-read-lock, rcu-read-unlock, synchronize-rcu]');
    expect(await verdictOf(paired, 'null', 'deadlock-freedom')).toBe('holds');
  });
});

describe('spinlocks', () => {
  const locked = (body: string): string =>
    scenario(body).replace('locks: [A]', 'locks: { A: mutex, S: spinlock, T: spinlock }');

  test('whoever has one neither sleeps nor takes a mutex, and may take another one', async () => {
    const discipline = (body: string): Promise<string> => verdictOf(locked(body), 'null', 'lock-discipline');
    for (const sleeps of ['sleep', 'wait E', 'lock A', 'cond-resched', 'synchronize-rcu'])
      expect([sleeps, await discipline(`[lock S, ${sleeps}, unlock S]`)]).toEqual([sleeps, 'violated']);
    expect(
      await discipline('[lock A, lock S, lock T, unlock T, unlock S, sleep uninterruptible, unlock A]'),
    ).toBe('holds');
    expect(await discipline('[{ trylock: S, then: [unlock S, sleep] }]')).toBe('holds');
    expect(await discipline('[{ trylock: S, then: [sleep, unlock S] }]')).toBe('violated');
    expect(await discipline('[lock S, lock S]')).toBe('violated');
  });

  const waiting = (locks: string): string => `
scenario: one task has a lock for ever, another one waits for it
locks: ${locks}
data: { D: [x, y] }
functions: { f: { old: [], new: [] } }
syscalls:
  take: [lock A, set D y, forever: [set D y]]
  wait: [call f, lock A]
tasks:
  owner: { kind: user, runs: [take], repeat: once }
  waiter: { kind: user, runs: [wait], repeat: once }
properties:
  not-switched: '[] (is(D, y) && waits-for(waiter, A) && awaited(waiter) -> [] awaited(waiter))'
  owner-not-switched: '[] (holds(owner, A) && awaited(owner) -> [] awaited(owner))'
`;

  test('a round of klp finds whoever waits for a mutex, and nobody who waits for a spinlock, or has one', async () => {
    for (const property of ['not-switched', 'owner-not-switched']) {
      expect(await verdictOf(waiting('{ A: mutex }'), 'klp', property)).toBe('violated');
      expect(await verdictOf(waiting('{ A: spinlock }'), 'klp', property)).toBe('holds');
    }
  });

  test('a list of locks is one of mutexes', async () => {
    expect(await verdictOf(waiting('[A]'), 'klp', 'not-switched')).toBe('violated');
  });
});
