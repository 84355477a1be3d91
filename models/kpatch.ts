import {
  type ConsistencyModel,
  everyTask,
  isInside,
  type PatcherStep,
  patcherAt,
  type Version,
} from '../src/livepatch/index.js';
import { and, not, or } from '../src/system/index.js';

/**
 * kpatch, before it was merged with kGraft. `stop_machine()` halts every CPU at an instant; then the stack of every
 * task is searched for the functions to be patched. If one is found, the attempt is abandoned and can be made again;
 * else all functions are redirected before any CPU goes on. An attempt is one step, for nobody else runs meanwhile.
 *
 * Who makes the next attempt, and how often, is not the kernel's affair: the `kpatch` script of user space made five,
 * two seconds apart; Ksplice makes a few of its own. `attempts` says how many there are to put the
 * patch in before the patcher gives up; taking it out is attempted without limit.
 * A non-maskable interrupt amid the attempt reads `kpatch_state`; it is not modelled.
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
  parameters: { attempts: ['unlimited', '1', '5'] },

  rules({ removed, reversed }, { attempts: limit }) {
    const nobodyInside = (version: Version) => everyTask((task) => not(isInside(task, version)));
    const attempts =
      limit === 'unlimited' ? ['patching'] : range(Number(limit)).map((number) => `attempt ${number}`);
    const afterAttempt = (place: string) =>
      limit === 'unlimited' ? place : (attempts[attempts.indexOf(place) + 1] ?? 'given up');

    return {
      variables: [],
      entersNew: () => patcherAt('patched', 'restoring'),
      awaits: (task) =>
        or(
          and(patcherAt(...attempts, 'given up'), isInside(task, 'old')),
          and(patcherAt('restoring'), isInside(task, 'new')),
        ),
      patcher: [
        { action: 'is asked for the patch', from: 'unpatched', to: attempts[0] as string },
        ...attempts.flatMap((place): readonly PatcherStep[] => [
          {
            action: 'stops the machine, finds no task in the functions, redirects them all',
            from: place,
            to: 'patched',
            when: nobodyInside('old'),
            completes: true,
          },
          {
            action: 'stops the machine, finds a task in the functions, abandons the attempt',
            from: place,
            to: afterAttempt(place),
            when: not(nobodyInside('old')),
          },
          ...(reversed
            ? [
                {
                  action: 'changes its mind before the next attempt',
                  from: place,
                  to: 'reversed',
                  voluntary: true,
                },
              ]
            : []),
        ]),
        ...(removed
          ? [
              { action: 'is asked to take the patch out', from: 'patched', to: 'restoring' },
              {
                action: 'stops the machine, finds no task in the new functions, restores the old ones',
                from: 'restoring',
                to: 'restored',
                when: nobodyInside('new'),
                completes: true,
              },
              {
                action: 'stops the machine, finds a task in the new functions, abandons the attempt',
                from: 'restoring',
                to: 'restoring',
                when: not(nobodyInside('new')),
              },
              { action: 'unloads the patch module', from: 'restored', to: 'unloaded' },
            ]
          : []),
      ],
      inTransition: patcherAt(...attempts, 'given up', 'restoring'),
      ...(reversed && { reversal: { possible: patcherAt(...attempts), done: patcherAt('reversed') } }),
      removing: patcherAt('reversed', 'restored', 'unloaded'),
      freed: { new: () => patcherAt('unloaded') },
    };
  },
};

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
