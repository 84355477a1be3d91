import { boolean, perTask, type Rules, thisTask } from '../../src/model.js';
import type { Protocol } from './protocol.js';
import { patchPending, patchState } from './task.js';

/** TIF_PATCH_PENDING, as `dup_task_struct()` has copied it with the other thread flags. */
export const copiedFlag = perTask('TIF_PATCH_PENDING, copied for the child', boolean, false);

/**
 * `klp_copy_process()`: under the lock of the task list, the child gets the state and the flag of its parent. Until 6.1
 * (747f7a290117) it got the state only, and kept the flag that had been copied much earlier.
 */
export function copyProcess({ bug }: Protocol): Pick<Rules, 'onFork' | 'onDuplicate'> {
  const keepsCopiedFlag = bug === 'fork-flag';
  return {
    ...(keepsCopiedFlag && {
      onDuplicate: { set: [copiedFlag.of(thisTask).becomes(patchPending.of(thisTask).value)] },
    }),
    onFork: (parent) => [
      patchState.of(thisTask).becomes(patchState.of(parent).value),
      patchPending.of(thisTask).becomes((keepsCopiedFlag ? copiedFlag : patchPending).of(parent).value),
    ],
  };
}
