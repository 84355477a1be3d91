import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ksplice } from '../../models/index.js';
import { instantiate, weave } from '../../src/livepatch/index.js';
import { verdictOf } from '../support/check.js';
import { scenarioOf } from '../support/scenarios.js';

/*
 * Systems that the debate names besides those that it is about. What is expected here was reasoned out by hand, from what their
 * sources say, before any of it was searched.
 */

const textOf = (name: string): string => readFileSync(`scenarios/${name}.yaml`, 'utf8');

/** A user task that calls `f` twice, and what else there is. */
const workload = (f: string, rest = ''): string => `scenario: test
events: [never]
functions: { f: ${f} }
syscalls: { s: [call f, call f] }
tasks: { t: { kind: user, runs: [s] } }
${rest}`;

const body = '{ old: [return], new: [return] }';
const hog = `scenario: a hog
functions: { f: ${body} }
tasks: { t: { kind: cpu-hog } }
`;

describe('Ksplice', () => {
  test('switches as kpatch does: outside of the functions, all at one instant', async () => {
    expect(await verdictOf(workload(body), 'ksplice', 'syscall-consistency')).toBe('violated');
    // An attempt may come before the thread has called its main function.
    expect(await verdictOf(textOf('hazards/kthread-main-loop'), 'ksplice', 'stack-consistency')).toBe(
      'holds',
    );
    expect(await verdictOf(textOf('hazards/calling-convention'), 'ksplice', 'stack-consistency')).toBe(
      'holds',
    );
    expect(await verdictOf(textOf('hazards/lock-order'), 'ksplice', 'atomic-switch')).toBe('holds');
    expect(await verdictOf(textOf('hazards/unload'), 'ksplice', 'unload-safety')).toBe('holds');
  });

  test('gives up after five attempts, where kpatch goes on; even if nobody is in the functions, for its check sees what is left over on a stack', async () => {
    expect(await verdictOf(hog, 'kpatch', 'convergence')).toBe('holds');
    expect(await verdictOf(hog, 'ksplice', 'convergence')).toBe('violated');
    expect(await verdictOf(hog, 'ksplice:check=exact', 'convergence')).toBe('holds');
    expect(await verdictOf(hog, 'ksplice:attempts=unlimited:completion=strong', 'convergence')).toBe('holds');
  });

  test('makes five attempts to take the patch out, too', () => {
    const { patcher } = weave(
      scenarioOf(workload(body, 'patch: { removed: true }\n')),
      instantiate(ksplice),
    ).rules;
    const attempts = patcher.steps.filter(({ action }) => action.includes('abandons'));
    expect(attempts).toHaveLength(10);
  });
});

describe('the counter that Masami Hiramatsu proposed', () => {
  test('switches as kpatch does: outside of the functions, all at one instant', async () => {
    expect(await verdictOf(workload(body), 'masami-refcount', 'syscall-consistency')).toBe('violated');
    expect(
      await verdictOf(textOf('hazards/calling-convention'), 'masami-refcount', 'stack-consistency'),
    ).toBe('holds');
    expect(await verdictOf(textOf('hazards/lock-order'), 'masami-refcount', 'atomic-switch')).toBe('holds');
    expect(await verdictOf(textOf('hazards/lock-order'), 'masami-refcount', 'deadlock-freedom')).toBe(
      'holds',
    );
    expect(await verdictOf(textOf('hazards/unload'), 'masami-refcount', 'unload-safety')).toBe('holds');
  });

  test('misses no good instant, where an attempt may always come at a bad one', async () => {
    const oneWorker = textOf('thread/opportunistic-good-instant').replace(
      /, strong: \[completes\(patcher\)\]/,
      '',
    );
    expect(await verdictOf(oneWorker, 'kpatch', 'convergence')).toBe('violated');
    expect(await verdictOf(oneWorker, 'kpatch:completion=strong', 'convergence')).toBe('holds');
    expect(await verdictOf(oneWorker, 'masami-refcount', 'convergence')).toBe('holds');
  });

  test('waits for ever where two tasks take turns: the counter never comes to zero', async () => {
    expect(await verdictOf(textOf('thread/opportunistic-livelock'), 'masami-refcount', 'convergence')).toBe(
      'violated',
    );
  });

  test('cannot be stopped any more once the counter is zero, and can be until then', async () => {
    const reversed = workload(body, 'patch: { reversed: true }\n');
    expect(await verdictOf(reversed, 'masami-refcount', 'reversibility')).toBe('holds');
    expect(await verdictOf(reversed, 'masami-refcount', 'task-monotonicity')).toBe('holds');
    const removed = workload(body, 'patch: { removed: true }\n');
    expect(await verdictOf(removed, 'masami-refcount', 'task-monotonicity')).toBe('holds');
    expect(await verdictOf(removed, 'masami-refcount', 'unload-safety')).toBe('holds');
  });
});

describe('CRIU and kexec', () => {
  test('are as strong as the simple method: everybody is outside of the kernel', async () => {
    expect(await verdictOf(workload(body), 'criu-kexec', 'syscall-consistency')).toBe('holds');
    expect(await verdictOf(textOf('hazards/lock-order'), 'criu-kexec', 'atomic-switch')).toBe('holds');
    expect(await verdictOf(textOf('thread/simple-is-strongest'), 'criu-kexec', 'global-consistency')).toBe(
      'holds',
    );
  });

  test('wait for no kernel thread, for none is carried over: one that never leaves the functions ends, and another begins', async () => {
    for (const name of ['hazards/kthread-no-safe-point', 'hazards/kthread-main-loop']) {
      expect(await verdictOf(textOf(name), 'simple', 'convergence')).toBe('violated');
      expect(await verdictOf(textOf(name), 'criu-kexec', 'convergence')).toBe('holds');
    }
    expect(await verdictOf(textOf('hazards/kthread-main-loop'), 'criu-kexec', 'stack-consistency')).toBe(
      'holds',
    );
    expect(await verdictOf(textOf('hazards/kthread-no-safe-point'), 'criu-kexec', 'atomic-switch')).toBe(
      'holds',
    );
  });

  test('take from a kernel thread the lock with which it ends', async () => {
    const text = `scenario: test
locks: [A]
functions: { f: { old: [lock A, sleep uninterruptible, unlock A], new: [lock A, unlock A] } }
syscalls: { s: [call f] }
tasks: { thread: { kind: kthread, runs: [call f] }, t: { kind: user, runs: [s] } }
`;
    // Whoever waits for the lock never comes to the boundary, and the sleep need not end: only before that is it decided.
    expect(await verdictOf(text, 'criu-kexec', 'convergence')).toBe('violated');
    expect(await verdictOf(text, 'criu-kexec', 'lock-discipline')).toBe('holds');
    expect(await verdictOf(text, 'criu-kexec', 'deadlock-freedom')).toBe('holds');
  });

  test('wait for nobody where there are kernel threads only', async () => {
    const text = `scenario: test
functions: { f: ${body} }
tasks: { thread: { kind: kthread, runs: [call f] } }
`;
    expect(await verdictOf(text, 'criu-kexec', 'convergence')).toBe('holds');
    expect(await verdictOf(text, 'criu-kexec', 'atomic-switch')).toBe('holds');
  });

  test('free the old code too, and nobody is in it', async () => {
    expect(await verdictOf(workload(body), 'simple', 'unload-safety')).toBe('vacuous');
    expect(await verdictOf(workload(body), 'criu-kexec', 'unload-safety')).toBe('holds');
  });

  test('stop everybody, with the deadlock of the simple method', async () => {
    const text = textOf('thread/simple-deadlock');
    expect(await verdictOf(text, 'criu-kexec', 'deadlock-freedom')).toBe('violated');
    expect(await verdictOf(text, 'criu-kexec', 'convergence')).toBe('violated');
  });
});
