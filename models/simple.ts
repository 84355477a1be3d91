import {
  type ConsistencyModel,
  everyTask,
  forEachTask,
  isOutsidePatchedSet,
  patcherAt,
  perTask,
  thisTask,
} from '../src/livepatch/index.js';
import { and, boolean, not } from '../src/system/index.js';

/**
 * The "simple" method of the thread: LEAVE_KERNEL + SWITCH_KERNEL. From the moment gathering starts, each task is
 * held where it crosses the kernel boundary, and each kernel thread is parked at a safe point. When all are held,
 * the kernel is patched at one instant and all are released.
 *
 * A kernel thread is parked only where no patched function is on its stack: parked anywhere else, it would go on in
 * old code after the switch, and "they are all in a safe state" would not be true.
 */
export const simple: ConsistencyModel = {
  name: 'simple',
  summary:
    'every task is held at the kernel boundary until all are, then the kernel is patched at one instant',
  source: 'Molnar, as told by Pavlik, LKML, 20 February 2015',
  leave: 'kernel',
  switch: 'kernel',
  gather: 'freeze',
  wake: 'kernel',
  redirection: 'function entry',

  rules({ removed, reversed }) {
    const held = perTask('held', boolean, false);
    const gathering = patcherAt('gathering', 'gathering to remove');
    const mustPark = and(gathering, isOutsidePatchedSet(thisTask));
    const everybodyHeld = everyTask((task) => held.of(task).value);
    const hold = held.of(thisTask).becomes(true);
    const release = forEachTask((task) => held.of(task).becomes(false));

    return {
      variables: [held],
      entersNew: () => patcherAt('patched', 'gathering to remove'),
      held: (task) => held.of(task).value,
      awaits: (task) => and(gathering, not(held.of(task).value)),
      onKernelEntry: { when: not(gathering) },
      onKernelExit: { set: [held.of(thisTask).becomes(gathering)] },
      onSafePoint: { when: not(mustPark) },
      atKernelEntry: [{ action: 'is held at the entry to the kernel', when: gathering, set: [hold] }],
      atSafePoint: [{ action: 'is parked', when: mustPark, set: [hold] }],
      patcher: [
        { action: 'starts to hold every task at the boundary', from: 'unpatched', to: 'gathering' },
        {
          action: 'has every task held: patches the kernel, releases them',
          from: 'gathering',
          to: 'patched',
          when: everybodyHeld,
          set: [release],
          completes: true,
        },
        ...(reversed
          ? [
              {
                action: 'changes its mind: releases whoever is held',
                from: 'gathering',
                to: 'reversed',
                set: [release],
                voluntary: true,
              },
            ]
          : []),
        ...(removed
          ? [
              {
                action: 'starts to hold every task at the boundary again',
                from: 'patched',
                to: 'gathering to remove',
              },
              {
                action: 'has every task held: restores the old functions, releases them',
                from: 'gathering to remove',
                to: 'restored',
                when: everybodyHeld,
                set: [release],
                completes: true,
              },
              { action: 'unloads the patch module', from: 'restored', to: 'unloaded' },
            ]
          : []),
      ],
      inTransition: gathering,
      ...(reversed && { reversal: { possible: patcherAt('gathering'), done: patcherAt('reversed') } }),
      removing: patcherAt('reversed', 'restored', 'unloaded'),
      freed: { new: () => patcherAt('unloaded') },
    };
  },
};
