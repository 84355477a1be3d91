import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cellsOf, verdictOf } from '../support/check.js';

/*
 * What was expected of the protocol before it was written down as a model: by the reading of kernel/livepatch/transition.c.
 */
const textOf = (file: string): string => readFileSync(file, 'utf8');

test('the code of a patch is not freed under a thread that kGraft migrates at a safe point inside of it', async () => {
  const text = textOf('docs/guarantees/kgraft-unload-safety.yaml');
  expect(await verdictOf(text, 'kgraft', 'unload-safety')).toBe('violated');
  expect(await verdictOf(text, 'klp', 'unload-safety')).toBe('holds');
});

test('a system call may see both versions, as under kpatch: a task is switched amid it, outside of the functions', async () => {
  const text = textOf('scenarios/hazards/kthread-no-safe-point.yaml');
  expect(await verdictOf(text, 'kgraft', 'syscall-consistency')).toBe('vacuous');
  expect(await verdictOf(text, 'kpatch', 'syscall-consistency')).toBe('violated');
  expect(await verdictOf(text, 'klp', 'syscall-consistency')).toBe('violated');
});

test('a kernel thread without a safe point is switched where it sleeps outside of the functions', async () => {
  const text = textOf('scenarios/hazards/kthread-no-safe-point.yaml');
  expect(await verdictOf(text, 'kgraft', 'convergence')).toBe('violated');
  expect(await verdictOf(text, 'klp', 'convergence')).toBe('holds');
  expect(await verdictOf(text, 'klp:kernel=no-stack', 'convergence')).toBe('violated');
});

test('a kernel thread whose main function is patched is never switched', async () => {
  const text = textOf('scenarios/hazards/kthread-main-loop.yaml');
  expect(await verdictOf(text, 'klp', 'convergence')).toBe('violated');
  expect(await verdictOf(text, 'klp', 'stack-consistency')).toBe('holds');
});

test('force ends the wait for such a thread, and its stack is mixed then', async () => {
  const text = textOf('scenarios/hazards/kthread-main-loop.yaml');
  expect(await verdictOf(text, 'klp:force=yes', 'stack-consistency')).toBe('violated');
});

test('a thread that never sleeps need not be found off its CPU', async () => {
  const text = `
scenario: a busy kernel thread
functions: { f: { old: [], new: [] } }
tasks:
  busy: { kind: kthread, runs: [call f, safe-point] }
`;
  expect(await verdictOf(text, 'klp', 'convergence')).toBe('violated');
  expect(await verdictOf(text, 'klp:finds=preempted', 'convergence')).toBe('holds');
});

test('a thread that finds its event there each time it waits need not be found asleep', async () => {
  const text = `
scenario: a kernel thread that is never out of work
events: [work]
functions: { f: { old: [], new: [] } }
tasks:
  worker: { kind: kthread, runs: [wake work, wait work, call f] }
`;
  expect(await verdictOf(text, 'klp', 'convergence')).toBe('violated');
  expect(await verdictOf(text, 'klp:finds=preempted', 'convergence')).toBe('holds');
  const asleep = text.replace('wake work, wait work', 'wait work');
  expect(await verdictOf(asleep, 'klp', 'convergence')).toBe('holds');
});

const forking = `
scenario: a task forks
functions: { f: { old: [sleep], new: [sleep] } }
syscalls: { clone: [fork child], write: [call f] }
tasks:
  parent: { kind: user, runs: [clone] }
  child: { kind: user, runs: [write] }
patch: { removed: true }
`;

/* 747f7a290117, "livepatch: fix race between fork and KLP transition" (6.1) */
test('a child that keeps the flag which was copied early breaks three properties', async () => {
  for (const property of ['no-warning', 'unload-safety', 'convergence']) {
    expect(await verdictOf(forking, 'klp', property)).toBe('holds');
    expect(await verdictOf(forking, 'klp:bug=fork-flag', property)).toBe('violated');
  }
});

test('a transition that is turned round and back again is as sound as one that is turned once', async () => {
  const text = `
scenario: a task that sleeps in the function
functions: { f: { old: [sleep], new: [sleep] } }
syscalls: { write: [call f] }
tasks: { writer: { kind: user, runs: [write] } }
patch: { removed: true, reversed: true }
`;
  const [once] = await cellsOf(text, 'klp');
  const cells = await cellsOf(text, 'klp:reversals=twice');
  expect(cells[0]?.statistics.states).toBeGreaterThan(once?.statistics.states ?? 0);
  for (const kernel of ['6.16', '4.12', 'no-stack'])
    for (const { verdict, property } of await cellsOf(
      text,
      `klp:kernel=${kernel}:reversals=twice:steps=fine`,
    ))
      expect([kernel, property.name, verdict.kind]).not.toEqual([kernel, property.name, 'violated']);
});

/* e3ff7c609f39, "livepatch,sched: Add livepatch task switching to cond_resched()" (6.4), and what was tried before it */
test('a busy kernel thread switches itself in cond_resched(), if its stack is free', async () => {
  const text = `
scenario: a busy kernel thread
functions:
  f: { old: [cond-resched, call g], new: [cond-resched, call g] }
  g: { old: [], new: [] }
tasks: { busy: { kind: kthread, runs: [cond-resched, call f] } }
`;
  expect(await verdictOf(text, 'klp:kernel=4.12', 'convergence')).toBe('violated');
  expect(await verdictOf(text, 'klp:kernel=6.4', 'convergence')).toBe('holds');
  expect(await verdictOf(text, 'klp:kernel=6.16', 'convergence')).toBe('violated');
  expect(await verdictOf(text, 'klp:kernel=6.4', 'stack-consistency')).toBe('holds');
  expect(await verdictOf(text, 'klp:kernel=6.4:bug=unchecked-self-switch', 'stack-consistency')).toBe(
    'violated',
  );
});

/* Since 2957308343fa (5.18) only what goes is pinned: to keep the module of a patch that somebody may still be in is what force costs. */
test('the module of what was forced away is never freed', async () => {
  for (const patch of ['removed: true', 'earlier: replaced']) {
    const text = `
scenario: a task that sleeps in the function
functions: { f: { old: [sleep uninterruptible], new: [sleep uninterruptible] } }
syscalls: { write: [call f] }
tasks: { writer: { kind: user, runs: [write] } }
patch: { ${patch} }
`;
    expect(await verdictOf(text, 'klp:force=yes', 'unload-safety')).toBe('holds');
    expect(await verdictOf(text, 'klp:force=yes:bug=force-unpinned', 'unload-safety')).toBe('violated');
  }
});
