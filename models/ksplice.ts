import { consistencyModel } from '../src/model.js';

/**
 * Ksplice. As under kpatch, `stop_machine()` halts every CPU at an instant, and the stacks of all tasks are searched for the
 * functions to be replaced; if none is found, a jump to the new function is written over the entry of each old one. Three things
 * differ. Ksplice itself makes five attempts, a second apart, and then gives up; so it does when the patch is to be taken out.
 * The search knows no frames: any word on a stack that could be an address within the functions counts. So an attempt
 * may fail because of what an earlier call has left over there (`check=exact` leaves that out).
 *
 * [What the source does, and what the model does](../docs/models/ksplice.md)
 */
export const ksplice = consistencyModel({
  name: 'ksplice',
  summary:
    'the machine is stopped, up to five times, and all functions are redirected if no stack mentions them',
  source:
    'Arnold and Kaashoek, Ksplice: automatic rebootless kernel updates, EuroSys 2009; kmodsrc/ksplice.c, apply_patches()',

  // LEAVE_PATCHED_SET, SWITCH_KERNEL: "no thread's instruction pointer falls within that function's text … and no thread's stack contains a return address within" it.
  leave: 'patched-set',
  switch: 'kernel',
  gather: 'opportunistic',
  attempts: ['5', '1', 'unlimited'],
  givesUpToTakeOut: true,
  checks: ['conservative', 'exact'],
  // Nobody is woken. Between two attempts Ksplice sleeps, in the hope that the functions are left meanwhile.
  wake: 'nobody',

  putIn: {
    starts: 'is asked for the update',
    at: 'applying',
    ends: 'stop_machine(__apply_patches): no stack mentions the functions; inserts the trampolines',
    abandons: 'stop_machine(__apply_patches): a stack mentions the functions; abandons the attempt',
  },
  back: { starts: 'changes its mind before the next attempt' },
  takenOut: {
    starts: 'is asked to reverse the update',
    at: 'reversing',
    ends: 'stop_machine(__reverse_patches): no stack mentions the new functions; removes the trampolines',
    abandons: 'stop_machine(__reverse_patches): a stack mentions the new functions; abandons the attempt',
  },
  unload: { action: 'unloads the module with the new code' },
  several: {
    replacesNone: 'an update is made for the kernel with all before it',
    lastFirst: 'a later update depends on it',
  },
});
