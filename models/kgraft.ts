import { consistencyModel } from '../src/model.js';

/**
 * kGraft. Every task carries a flag, "in progress", which is set when patching starts. Until its flag is cleared, a task sees the
 * universe that it comes from; the flag is cleared where the task crosses the kernel boundary, and where a kernel thread
 * says `kgr_task_safe()`. When nobody carries the flag, the transition is over.
 *
 * Starting is one step here. In the kernel the stubs are installed and the flags set one by one; meanwhile `kgr_immutable` has each
 * stub go to the old function, and set the flag of its caller again. So nobody sees a new function before all is done.
 *
 * Who gets the flag is different from version to version: all tasks, or those alone that are not found in user space
 * (`marks=in-kernel`). So is who wakes sleepers: a script (`wake=userspace`), or later the kernel.
 *
 * kGraft itself refuses to revert a patch that is still being put in (-EAGAIN). Where a scenario lets the patcher change
 * its mind, the direction is turned round as `klp_reverse_transition()` of later kernels does it: whoever has not migrated
 * is where it should be, and whoever has must come back.
 *
 * [What the source does, and what the model does](../docs/models/kgraft.md)
 */
export const kgraftParts = {
  name: 'kgraft',
  summary: 'each task migrates by itself when it crosses the kernel boundary',
  source: 'Pavlik, LKML, 7 November 2014; SUSE kernel/kgraft.c',

  // LEAVE_KERNEL: "the transition happens on entering or returning from a syscall", or at kgr_task_safe().
  leave: 'kernel',
  // SWITCH_THREAD: a task migrates alone. Nobody is held, and no stack is searched.
  switch: 'thread',
  gather: 'lazy',
  flag: 'in progress',
  marks: ['all', 'in-kernel'],
  // A task that sleeps in the kernel, or computes in user space, gets a fake signal.
  wake: 'kernel',

  putIn: {
    starts: 'sets every task in progress and installs the stubs',
    at: 'migrating',
    ends: 'finds nobody in progress: the transition is finished',
  },
  back: {
    starts: 'changes its mind: whoever has migrated is in progress now, and nobody else',
    at: 'reversing',
    ends: 'finds nobody in progress: the patch is out again',
  },
  takenOut: {
    starts: 'reverts: sets every task in progress again',
    at: 'reverting',
    ends: 'finds nobody in progress: unloads the patch module',
  },
  unload: 'at the end',
} as const;

export const kgraft = consistencyModel(kgraftParts);
