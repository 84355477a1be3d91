import { consistencyModel } from '../src/model.js';

/**
 * kpatch, before it was merged with kGraft. `stop_machine()` halts every CPU at an instant; then the stack of every
 * task is searched for the functions to be patched. If one is found, the attempt is abandoned and can be made again;
 * else all functions are redirected before any CPU goes on. An attempt is one step, for nobody else runs meanwhile.
 *
 * How often an attempt is made is not the kernel's affair: the `kpatch` script of user space made five, two seconds
 * apart; Ksplice makes a few of its own. `attempts` says how many there are to put the patch in before the patcher
 * gives up; taking it out is attempted without limit.
 * When they come is not its affair either. By default nothing is assumed of that, so that all may come at bad instants;
 * `completion=strong` assumes that one meets a good instant, if there is one again and again.
 *
 * [What the source does, and what the model does](../docs/models/kpatch.md)
 */
export const kpatch = consistencyModel({
  name: 'kpatch',
  summary: 'the machine is stopped, and all functions are redirected if no task is in any of them',
  source: 'kpatch kmod/core/core.c, kpatch_apply_patch() and kpatch_verify_activeness_safety()',

  // LEAVE_PATCHED_SET, SWITCH_KERNEL: all tasks are looked at in one instant, and all switch, or none.
  leave: 'patched-set',
  switch: 'kernel',
  gather: 'opportunistic',
  // A task that sleeps in a patched function is not woken: the attempt finds it there.
  wake: 'nobody',

  putIn: {
    starts: 'is asked for the patch',
    at: 'patching',
    ends: 'stops the machine, finds no task in the functions, redirects them all',
    abandons: 'stops the machine, finds a task in the functions, abandons the attempt',
  },
  back: { starts: 'changes its mind before the next attempt' },
  takenOut: {
    starts: 'is asked to take the patch out',
    at: 'restoring',
    ends: 'stops the machine, finds no task in the new functions, restores the old ones',
    abandons: 'stops the machine, finds a task in the new functions, abandons the attempt',
  },
  unload: { action: 'unloads the patch module' },
  // kpatch_register() and kpatch_unregister(), of kpatch since 2018.
  callbacks: {
    refuses: 'refuses the patch module',
    goesOn: 'lets the machine go on',
    triesAgain: 'tells that the attempt has failed',
    finds: 'stops the machine, finds no task in the new functions',
    restores: 'restores the old functions, lets the machine go on',
    isOut: 'tells that the patch is out',
  },
});
