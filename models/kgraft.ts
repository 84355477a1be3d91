import {
  type ConsistencyModel,
  everyTask,
  forEachTask,
  patcherAt,
  perTask,
  thisTask,
} from '../src/livepatch/index.js';
import { boolean, conditional, not } from '../src/system/index.js';

/**
 * kGraft. Every task carries a flag, "in progress", which is set for all tasks when patching starts. Until its flag
 * is cleared, a task sees the universe that it comes from; the flag is cleared where the task crosses the kernel
 * boundary, and where a kernel thread says `kgr_task_safe()`. When nobody carries the flag, the transition is over.
 *
 * Starting is one step here. In the kernel the flags are set and the stubs installed one by one, but no flag can be
 * cleared before all of it is done (`kgr_immutable`), so a task sees the old functions throughout. Interrupts, which
 * have a universe of their own per CPU, are not modelled.
 *
 * kGraft itself refuses to revert a patch that is still being put in (-EAGAIN). Where a scenario lets the patcher change
 * its mind, the direction is turned round as `klp_reverse_transition()` of later kernels does it: whoever has not migrated
 * is where he should be, and whoever has must come back.
 */
export const kgraft: ConsistencyModel = {
  name: 'kgraft',
  summary: 'each task migrates by itself when it crosses the kernel boundary',
  source: 'Pavlik, LKML, 7 November 2014; SUSE kernel/kgraft.c',
  leave: 'kernel',
  switch: 'thread',
  gather: 'lazy',
  wake: 'kernel',
  redirection: 'function entry',

  rules({ removed, reversed }) {
    const inProgress = perTask('in progress', boolean, false);
    const markEverybody = forEachTask((task) => inProgress.of(task).becomes(true));
    const everybodyMigrated = everyTask((task) => inProgress.of(task).is(false));
    const turnRound = forEachTask((task) => inProgress.of(task).becomes(inProgress.of(task).is(false)));
    const migrate = { set: [inProgress.of(thisTask).becomes(false)] };

    const migratedTasksSeeNew = patcherAt('migrating', 'finished');

    return {
      variables: [inProgress],
      entersNew: (task) =>
        conditional<boolean>(inProgress.of(task).value, not(migratedTasksSeeNew), migratedTasksSeeNew),
      onKernelEntry: migrate,
      onKernelExit: migrate,
      onSafePoint: migrate,
      awaits: (task) => inProgress.of(task).value,
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
                action: 'finds nobody in progress: unloads the patch module',
                from: 'reverting',
                to: 'unloaded',
                when: everybodyMigrated,
                completes: true,
              },
            ]
          : []),
      ],
      inTransition: patcherAt('migrating', 'reversing', 'reverting'),
      ...(reversed && {
        reversal: { possible: patcherAt('migrating', 'reversing'), done: patcherAt('reversed') },
      }),
      removing: patcherAt('reversing', 'reversed', 'reverting', 'unloaded'),
      freed: { new: () => patcherAt('unloaded') },
    };
  },
};
