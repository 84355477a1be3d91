import {
  type ConsistencyModel,
  everyTask,
  forEachTask,
  patcherAt,
  perTask,
  thisTask,
} from '../src/livepatch/index.js';
import { and, boolean, conditional, not } from '../src/system/index.js';

/**
 * kGraft with the global synchronisation point that the thread suggests adding to it. Tasks migrate lazily, as in
 * kGraft. On demand, at any time while they do, the patcher holds every task that comes to the kernel boundary; those
 * that are not migrated yet stay so. When all are held, the rest migrates at one instant and all are released.
 *
 * The thread does not say whom the point holds. Here it is everybody, as a barrier does: then no migrated task can
 * keep the old ones waiting by what it does meanwhile. A kernel thread is parked at its safe point whatever is on its
 * stack, as kGraft migrates it there whatever is on its stack; "simple" is stricter.
 */
export const kgraftSync: ConsistencyModel = {
  name: 'kgraft-sync',
  summary:
    'tasks migrate lazily, until on demand all are held at the boundary and the rest migrates at one instant',
  source: 'a suggestion that Pavlik quotes, LKML, 20 February 2015: "global synchronization point"',
  leave: 'kernel',
  switch: 'thread',
  gather: 'lazy-then-freeze',
  wake: 'kernel',
  redirection: 'function entry',

  rules({ removed, reversed }) {
    const inProgress = perTask('in progress', boolean, false);
    const held = perTask('held', boolean, false);
    const markEverybody = forEachTask((task) => inProgress.of(task).becomes(true));
    const everybodyMigrated = everyTask((task) => inProgress.of(task).is(false));
    const everybodyHeld = everyTask((task) => held.of(task).value);
    const migrateTheRest = forEachTask((task) => inProgress.of(task).becomes(false));
    const turnRound = forEachTask((task) => inProgress.of(task).becomes(inProgress.of(task).is(false)));
    const release = forEachTask((task) => held.of(task).becomes(false));

    const synchronising = patcherAt('synchronising', 'synchronising to revert');
    const migratedTasksSeeNew = patcherAt('migrating', 'synchronising', 'finished');

    const migrate = inProgress.of(thisTask).becomes(and(inProgress.of(thisTask).value, synchronising));
    const hold = held.of(thisTask).becomes(true);

    return {
      variables: [inProgress, held],
      entersNew: (task) =>
        conditional<boolean>(inProgress.of(task).value, not(migratedTasksSeeNew), migratedTasksSeeNew),
      held: (task) => held.of(task).value,
      awaits: (task) =>
        conditional<boolean>(synchronising, not(held.of(task).value), inProgress.of(task).value),
      onKernelEntry: { when: not(synchronising), set: [migrate] },
      onKernelExit: { set: [migrate, held.of(thisTask).becomes(synchronising)] },
      onSafePoint: { when: not(synchronising), set: [migrate] },
      atKernelEntry: [{ action: 'is held at the entry to the kernel', when: synchronising, set: [hold] }],
      atSafePoint: [{ action: 'is parked', when: synchronising, set: [hold] }],
      patcher: [
        {
          action: 'sets every task in progress and installs the stubs',
          from: 'idle',
          to: 'migrating',
          set: [markEverybody],
        },
        {
          action: 'finds nobody in progress: the transition is finished',
          from: 'migrating',
          to: 'finished',
          when: everybodyMigrated,
          completes: true,
        },
        { action: 'demands the synchronisation point', from: 'migrating', to: 'synchronising' },
        {
          action: 'has every task held: migrates the rest, releases them',
          from: 'synchronising',
          to: 'finished',
          when: everybodyHeld,
          set: [migrateTheRest, release],
          completes: true,
        },
        ...(reversed
          ? [
              {
                action: 'changes its mind: whoever has migrated is in progress now, and nobody else',
                from: 'migrating',
                to: 'reversing',
                set: [turnRound],
                voluntary: true,
              },
              {
                action: 'changes its mind: releases everybody; whoever has migrated is in progress now',
                from: 'synchronising',
                to: 'reversing',
                set: [turnRound, release],
                voluntary: true,
              },
              {
                action: 'finds nobody in progress: the patch is out again',
                from: 'reversing',
                to: 'reversed',
                when: everybodyMigrated,
                completes: true,
              },
            ]
          : []),
        ...(removed
          ? [
              {
                action: 'reverts: sets every task in progress again',
                from: 'finished',
                to: 'reverting',
                set: [markEverybody],
              },
              {
                action: 'demands the synchronisation point',
                from: 'reverting',
                to: 'synchronising to revert',
              },
              {
                action: 'finds nobody in progress: unloads the patch module',
                from: 'reverting',
                to: 'unloaded',
                when: everybodyMigrated,
                completes: true,
              },
              {
                action: 'has every task held: migrates the rest, releases them, unloads the patch module',
                from: 'synchronising to revert',
                to: 'unloaded',
                when: everybodyHeld,
                set: [migrateTheRest, release],
                completes: true,
              },
            ]
          : []),
      ],
      inTransition: patcherAt(
        'migrating',
        'synchronising',
        'reversing',
        'reverting',
        'synchronising to revert',
      ),
      ...(reversed && {
        reversal: {
          possible: patcherAt('migrating', 'synchronising', 'reversing'),
          done: patcherAt('reversed'),
        },
      }),
      removing: patcherAt('reversing', 'reversed', 'reverting', 'synchronising to revert', 'unloaded'),
      freed: { new: () => patcherAt('unloaded') },
    };
  },
};
