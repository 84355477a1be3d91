import { consistencyModel } from '../src/model.js';

/**
 * The counter that Masami Hiramatsu proposed instead of `stop_machine()`. While a patch waits, a counter is incremented at the
 * entry of each function to be patched and decremented at its return; the stacks of all tasks are looked at once, for those that
 * were inside before. At the instant at which the counter comes to zero, it cannot be incremented any more: every call from then on
 * enters the new functions. Nobody is stopped, and a good instant is never missed; but where two tasks take turns, there is none.
 *
 * [What the source does, and what the model does](../docs/models/masami-refcount.md)
 */
export const masamiRefcount = consistencyModel({
  name: 'masami-refcount',
  summary:
    'the tasks in the functions are counted, and all functions are redirected when the counter comes to zero',
  source: 'Hiramatsu, "Get rid of the stop_machine from kpatch", dynup/kpatch issue 138, 24 April 2014',

  // LEAVE_PATCHED_SET, SWITCH_KERNEL, as Pavlik has it in his table of 7 November 2014.
  leave: 'patched-set',
  switch: 'kernel',
  gather: 'opportunistic',
  instants: 'counted',
  wake: 'nobody',

  putIn: {
    starts: 'begins to count who is in the functions',
    at: 'counting',
    ends: 'finds the counter at zero: the functions are redirected',
  },
  back: { starts: 'changes its mind: stops counting' },
  takenOut: {
    starts: 'begins to count who is in the new functions',
    at: 'counting to take it out',
    ends: 'finds the counter at zero: the old functions are restored',
  },
  unload: { action: 'unloads the patch module' },
  several: { takesOne: 'its author speaks of one patch' },
});
