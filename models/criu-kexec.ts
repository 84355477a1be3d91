import { consistencyModel } from '../src/model.js';

/**
 * Checkpoint, kexec, restore: no live patching, but what it is measured by. Each process is stopped in user space and its state
 * written down (CRIU); the new kernel is booted by kexec; the processes are restored under it. All of the kernel is replaced,
 * and not only the patched functions: the old code is gone, and so are the kernel threads, wherever they stand.
 *
 * Nothing of the kernel's memory survives either, except for what is part of a checkpoint. The model keeps data and events as they are:
 * what it says of data-compatibility holds of what is carried over.
 *
 * [What the source does, and what the model does](../docs/models/criu-kexec.md)
 */
export const criuKexec = consistencyModel({
  name: 'criu-kexec',
  summary:
    'every process is stopped in user space and checkpointed, another kernel is booted, all are restored',
  source: 'Emelyanov, "Seamless" kernel update with CRIU and kexec, Linux Plumbers Conference 2014; criu.org',

  // LEAVE_KERNEL, SWITCH_KERNEL, as Pavlik has it in his table of 7 November 2014.
  leave: 'kernel',
  switch: 'kernel',
  gather: 'freeze',
  replaces: 'the kernel',
  // PTRACE_INTERRUPT, or the freezer: who sleeps in a system call comes to the boundary, as by a fake signal.
  wake: 'kernel',

  putIn: {
    starts: 'begins to stop every process',
    at: 'stopping',
    boots: 'has every process stopped and written down: boots the new kernel',
    booting: 'booting',
    ends: 'is the new kernel: restores the processes',
  },
  back: { starts: 'changes its mind: lets every process go on' },
  takenOut: {
    starts: 'begins to stop every process again',
    at: 'stopping to go back',
    boots: 'has every process stopped and written down: boots the old kernel',
    booting: 'booting the old kernel',
    ends: 'is the old kernel: restores the processes',
  },
  unload: 'at the end',
  several: { takesOne: 'it boots a kernel, and puts no patch on another' },
});
