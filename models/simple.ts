import { consistencyModel } from '../src/model.js';

/**
 * The "simple" method of the thread: LEAVE_KERNEL + SWITCH_KERNEL. From the moment gathering starts, each task is
 * held where it crosses the kernel boundary, and each kernel thread is parked at a safe point. When all are held,
 * the kernel is patched at one instant and all are released.
 *
 * A kernel thread is parked only where no patched function is on its stack: parked anywhere else, it would go on in
 * old code after the switch, and "they are all in a safe state" would not be true.
 *
 * [What the source does, and what the model does](../docs/models/simple.md)
 */
export const simple = consistencyModel({
  name: 'simple',
  summary:
    'every task is held at the kernel boundary until all are, then the kernel is patched at one instant',
  source: 'Molnar, as told by Pavlik, LKML, 20 February 2015',

  // LEAVE_KERNEL: "in syscall entry/exit, at the kernel/userspace boundary"; "all kernel threads need to be parked".
  leave: 'kernel',
  // SWITCH_KERNEL: "until all are frozen and then patch the system atomically".
  switch: 'kernel',
  gather: 'freeze',
  // "Each and every sleeping task in the system has to be woken up in some way (sending a signal ...)".
  wake: 'kernel',

  putIn: {
    starts: 'starts to hold every task at the boundary',
    at: 'gathering',
    ends: 'has every task held: patches the kernel, releases them',
  },
  back: { starts: 'changes its mind: releases whoever is held' },
  takenOut: {
    starts: 'starts to hold every task at the boundary again',
    at: 'gathering to remove',
    ends: 'has every task held: restores the old functions, releases them',
  },
  unload: { action: 'unloads the patch module' },
  // Nobody has written of callbacks there. Where all are held already, nothing would be gained by running them later.
  callbacks: {
    putIn: { holds: 'has every task held', switches: 'patches the kernel' },
    takenOut: { holds: 'has every task held', switches: 'restores the old functions' },
    releases: 'releases whoever is held',
    refuses: 'refuses the patch, releases whoever is held',
  },
});
