import { expect, test } from 'vitest';
import { runOf, verdictOf } from '../support/check.js';

/* Tasks that come to the task list and leave it: `fork`, `release-task`. */

test('a task that is forked is nowhere before, and comes to user space from the kernel', async () => {
  const text = `
scenario: a task forks
functions: { f: { old: [], new: [] } }
syscalls: { clone: [fork child], write: [call f] }
tasks:
  parent: { kind: user, runs: [clone], repeat: once }
  child: { kind: user, runs: [write] }
properties:
  unborn: '[] (in-transition -> !in-kernel(child))'
`;
  const run = await runOf(text, 'kgraft', 'unborn');
  const [birth] = run.filter((step) => step.startsWith('child: '));
  expect(birth).toBe('child: is put on the task list by parent');
  expect(run.slice(0, run.indexOf(birth ?? ''))).toContain('parent: fork(): copies its own task_struct');
  expect(run).toContain('child: leaves the kernel');
});

test('a fork fails where no task is left, and nobody waits for one that is not born', async () => {
  const text = `
scenario: forks without end
locks: [A]
functions: { f: { old: [lock A, unlock A], new: [lock A, unlock A] } }
syscalls: { clone: [fork child, call f], write: [call f] }
tasks:
  parent: { kind: user, runs: [clone] }
  child: { kind: user, runs: [write], count: 2 }
`;
  expect(await verdictOf(text, 'simple', 'convergence')).toBe('holds');
  expect(await verdictOf(text, 'kgraft', 'convergence')).toBe('holds');
  expect(await verdictOf(text, 'klp', 'convergence')).toBe('holds');
  expect(await verdictOf(text, 'klp', 'deadlock-freedom')).toBe('holds');
});

const dying = (patch: string): string => `
scenario: a task dies in a patched function
functions:
  do_exit: { old: [release-task, call do_task_dead], new: [release-task, call do_task_dead] }
  do_task_dead: { old: [], new: [] }
syscalls: { exit: [call do_exit] }
tasks: { dying: { kind: user, runs: [exit], repeat: once } }
patch: ${patch}
`;

/*
 * Open in Linux 7.3 (Yafang Shao, January 2025): the dying task runs the do_exit() of a patch that is replaced meanwhile, and returns from
 * release_task() to nothing. What is only disabled is saved by the wait for all tasks in unregister_ftrace_function(), which is
 * not modelled.
 */
test('no mechanism sees a task that has been released, and frees the code that it is in', async () => {
  for (const model of ['klp', 'kpatch', 'kgraft', 'simple'])
    expect([model, await verdictOf(dying('{ earlier: replaced }'), model, 'unload-safety')]).toEqual([
      model,
      'violated',
    ]);
  expect(await runOf(dying('{ earlier: replaced }'), 'klp', 'no-warning')).toEqual([
    'dying: enters the kernel: exit()',
    'dying: calls do_exit, enters its old body',
    'dying: release_task(): is in the task list no longer',
    'patcher: klp_init_transition(): every task is unpatched',
    'patcher: klp_init_transition(): the functions are in transition',
    'patcher: klp_patch_object(): puts the new functions on top of the func_stacks',
    'dying: calls do_task_dead, enters its new body',
  ]);
});

test('the code of a replaced patch is freed when nobody is in it any more', async () => {
  const text = `
scenario: replaced
functions: { f: { old: [sleep], new: [] } }
syscalls: { write: [call f] }
tasks: { writer: { kind: user, runs: [write] } }
patch: { earlier: replaced }
`;
  for (const model of ['klp', 'kpatch', 'kgraft', 'simple'])
    expect([model, await verdictOf(text, model, 'unload-safety')]).toEqual([model, 'holds']);
  expect(await verdictOf(text, 'null', 'unload-safety')).toBe('vacuous');
});
