import type { Patch } from '../../src/model.js';
import { callback, refused } from './callbacks.js';
import { isInTransition, isOnStack } from './handler.js';
import type { Objects } from './objects.js';
import type { Act } from './order.js';
import type { Protocol } from './protocol.js';
import { sync, waitForDyingTasks } from './sync.js';
import { everybodyHasSwitched, everyStateBecomes, flagWhoHasNotSwitched, target } from './task.js';

/* What is done under `klp_mutex`, from one end of a transition to where tasks begin to switch, and from there to the other end. */

/** `klp_enable_patch()`, up to where the first round begins. */
export const enable = (patch: Patch, objects: Objects): readonly Act[] => [
  {
    action: 'klp_init_transition(): every task is unpatched',
    at: 'tasks unpatched',
    set: [target.becomes('patched'), everyStateBecomes('unpatched')],
  },
  {
    action: 'klp_init_transition(): the functions are in transition',
    at: 'transition begun',
    set: [isInTransition.becomes(true)],
    after: 'W1',
  },
  ...callback('pre-patch', 'prepared', patch),
  {
    action: 'klp_patch_object(): puts the new functions on top of the func_stacks',
    at: 'functions stacked',
    set: [isOnStack.becomes(true), ...objects.patch],
    after: 'W2',
  },
  {
    action: 'klp_start_transition(): flags every task that is to be patched',
    at: 'patching',
    set: [flagWhoHasNotSwitched],
    after: 'E45',
  },
];

/** `__klp_disable_patch()`, up to where the first round begins. */
export const disable = (patch: Patch): readonly Act[] => [
  {
    action: 'klp_init_transition(): every task is patched',
    at: 'tasks patched',
    set: [target.becomes('unpatched'), everyStateBecomes('patched')],
  },
  {
    action: 'klp_init_transition(): the functions are in transition',
    at: 'transition out begun',
    set: [isInTransition.becomes(true)],
    after: 'W1',
  },
  ...callback('pre-unpatch', 'prepared to disable', patch),
  {
    action: 'klp_start_transition(): flags every task that is to be unpatched',
    at: 'unpatching',
    set: [flagWhoHasNotSwitched],
    after: 'W3',
  },
];

/** `klp_complete_transition()` when all tasks are patched. */
export const completeIn = (patch: Patch, protocol: Protocol): readonly Act[] => [
  {
    action: 'klp_try_complete_transition(): finds every task patched',
    at: 'all patched',
    when: everybodyHasSwitched,
  },
  {
    action: 'klp_complete_transition(): the functions are in transition no longer',
    at: 'functions patched',
    set: [isInTransition.becomes(false)],
  },
  ...sync('Y3', 'functions seen as patched', protocol),
  ...clearStates('patched', 'post-patch', patch),
];

/** `klp_complete_transition()` when all tasks are unpatched. */
export const completeOut = (patch: Patch, protocol: Protocol, objects: Objects): readonly Act[] => [
  {
    action: 'klp_try_complete_transition(): finds every task unpatched',
    at: 'all unpatched',
    when: everybodyHasSwitched,
  },
  {
    action: 'klp_unpatch_objects(): takes the new functions from the func_stacks',
    at: 'functions unstacked',
    set: [isOnStack.becomes(false), ...objects.unpatch],
  },
  // Where a function of an earlier patch is below, that one stays registered, and there is no wait here.
  ...(patch.earlier
    ? []
    : [
        ...sync('unregister_ftrace_function()', 'ftrace unregistered', protocol),
        ...waitForDyingTasks('dying tasks quiescent', protocol),
      ]),
  ...sync('Y2', 'functions seen as unstacked', protocol),
  {
    action: 'klp_complete_transition(): the functions are in transition no longer',
    at: 'functions unpatched',
    set: [isInTransition.becomes(false)],
    after: 'C23',
  },
  ...clearStates('disabled', 'post-unpatch', patch),
];

/** `klp_cancel_transition()`, when `pre_patch` has failed: nothing was redirected, and no task was flagged. */
export const cancel = (protocol: Protocol): readonly Act[] => [
  {
    action: 'klp_cancel_transition(): the target is to be unpatched, as all are',
    at: 'cancelled',
    set: [target.becomes('unpatched')],
  },
  ...sync('Y2', 'cancellation seen', protocol),
  {
    action: 'klp_complete_transition(): the functions are in transition no longer',
    at: 'functions left as they were',
    set: [isInTransition.becomes(false)],
  },
  ...sync('Y3', 'functions seen as they were', protocol),
  {
    action: 'klp_complete_transition(): no task has a state any more; the patch module is refused',
    at: refused,
    set: [everyStateBecomes('idle'), target.becomes('idle')],
  },
];

/** The end of `klp_complete_transition()`: what is run for the whole of it is run when nobody is in transition any more. */
function clearStates(to: string, name: 'post-patch' | 'post-unpatch', patch: Patch): readonly Act[] {
  const runs = callback(name, `${name} run`, patch);
  const clear: Act = {
    action: 'klp_complete_transition(): no task has a state any more',
    at: runs.length > 0 ? `states cleared before ${name}` : to,
    set: [everyStateBecomes('idle'), target.becomes('idle')],
    after: 'C35',
  };
  const ends = { action: 'klp_complete_transition(): no patch is in transition any more', at: to };
  return [clear, ...runs, ...(runs.length > 0 ? [ends] : [])];
}
