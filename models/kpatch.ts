import {
  type ConsistencyModel,
  everyTask,
  isInside,
  patcherAt,
  type Version,
} from '../src/livepatch/index.js';
import { and, not, or } from '../src/system/index.js';

/**
 * kpatch, before it was merged with kGraft. `stop_machine()` halts every CPU at an instant; then the stack of every
 * task is searched for the functions to be patched. If one is found, the attempt is abandoned and can be made again;
 * else all functions are redirected before any CPU goes on.
 *
 * An attempt that fails leaves nothing behind, so it is no step here: the patcher's step is there whenever an attempt
 * would succeed. A non-maskable interrupt amid the attempt reads `kpatch_state`; it is not modelled.
 */
export const kpatch: ConsistencyModel = {
  name: 'kpatch',
  summary: 'the machine is stopped, and all functions are redirected if no task is in any of them',
  source: 'kpatch kmod/core/core.c, kpatch_apply_patch() and kpatch_verify_activeness_safety()',
  leave: 'patched-set',
  switch: 'kernel',
  gather: 'opportunistic',
  wake: 'nobody',
  redirection: 'function entry',

  rules({ removed }) {
    const nobodyInside = (version: Version) => everyTask((task) => not(isInside(task, version)));

    return {
      variables: [],
      entersNew: () => patcherAt('patched'),
      awaits: (task) =>
        or(
          and(patcherAt('unpatched'), isInside(task, 'old')),
          and(patcherAt('patched'), isInside(task, 'new')),
        ),
      patcher: [
        {
          action: 'stops the machine, finds no task in the functions, redirects them all',
          from: 'unpatched',
          to: 'patched',
          when: nobodyInside('old'),
        },
        ...(removed
          ? [
              {
                action: 'stops the machine, finds no task in the new functions, restores the old ones',
                from: 'patched',
                to: 'restored',
                when: nobodyInside('new'),
              },
              { action: 'unloads the patch module', from: 'restored', to: 'unloaded' },
            ]
          : []),
      ],
      removing: patcherAt('restored', 'unloaded'),
      freed: { new: () => patcherAt('unloaded') },
    };
  },
};
