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
