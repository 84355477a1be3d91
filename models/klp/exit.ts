import { boolean, conditional, not, or, perTask, type Rules, thisTask } from '../../src/model.js';
import type { Protocol } from './protocol.js';
import { leavesTo } from './sync.js';
import { patchPending, patchState, type State, switchesIfPending, target, targetRead } from './task.js';

/** Without R2: the processor has read the target already, for this way out of the kernel. */
const hasReadAhead = perTask('has read klp_target_state ahead', boolean, false);
const foundFlag = perTask('found TIF_PATCH_PENDING', boolean, false);

/** What an exit needs that reads ahead. */
export const ofReadingAhead = [hasReadAhead, foundFlag];

/** Where a task calls `klp_update_patch_state()`: on its way to user space, and an idle one at the end of each round of `do_idle()`. */
export function exitToUserMode(
  protocol: Protocol,
): Pick<Rules, 'onKernelExit' | 'beforeKernelExit' | 'idle' | 'onInterruptEnd'> {
  const rules = exitLoop(protocol);
  return { ...rules, idle: rules, ...(protocol.isFine && { onInterruptEnd: leavesTo }) };
}

/**
 * `exit_to_user_mode_loop()`: a task that has the flag calls `klp_update_patch_state()`, as often as it finds the flag. No stack
 * is looked at: there is nothing on it any more.
 */
function exitLoop({ isFine, without }: Protocol): Pick<Rules, 'onKernelExit' | 'beforeKernelExit'> {
  if (!isFine) return { onKernelExit: { set: switchesIfPending(thisTask) } };
  const clears = {
    action: 'klp_update_patch_state(): clears TIF_PATCH_PENDING',
    set: [patchPending.of(thisTask).becomes(false)],
  };
  const reads = {
    action: 'klp_update_patch_state(): reads klp_target_state',
    set: [targetRead.of(thisTask).becomes(target.value)],
  };
  const writes = {
    action: 'klp_update_patch_state(): sets its patch_state to what it has read',
    set: [patchState.of(thisTask).becomes(targetRead.of(thisTask).value)],
  };
  const { value: isPending } = patchPending.of(thisTask);
  if (without !== 'R2')
    return {
      beforeKernelExit: {
        when: isPending,
        steps: without === 'G' ? [reads, writes, clears] : [clears, reads, writes],
      },
    };
  // What it has read of the target is older than what it finds of the flag.
  const found = foundFlag.of(thisTask);
  const state = patchState.of(thisTask);
  return {
    beforeKernelExit: {
      when: or(isPending, not(hasReadAhead.of(thisTask).value)),
      steps: [
        { ...reads, set: [...reads.set, hasReadAhead.of(thisTask).becomes(true)] },
        {
          action: 'klp_update_patch_state(): clears TIF_PATCH_PENDING, if it is set',
          set: [patchPending.of(thisTask).becomes(false), found.becomes(isPending)],
        },
        {
          action:
            'klp_update_patch_state(): sets its patch_state to what it has read, if it has found the flag',
          set: [
            state.becomes(conditional<State>(found.value, targetRead.of(thisTask).value, state.value)),
            found.becomes(false),
          ],
        },
      ],
    },
    onKernelExit: { set: [hasReadAhead.of(thisTask).becomes(false)] },
  };
}
