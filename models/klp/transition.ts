import {
  and,
  boolean,
  forEachTask,
  forSomeTask,
  less,
  never,
  not,
  or,
  type Patch,
  type PatcherStep,
  places,
  type Rules,
  range,
  type Scheduler,
  shared,
  subtract,
  thisTask,
} from '../../src/model.js';
import type { Protocol } from './protocol.js';
import {
  everybodyHasSwitched,
  everyStateBecomes,
  flagWhoHasNotSwitched,
  hasSwitched,
  patchPending,
  patchState,
  stackIsInTheWay,
  switches,
  switchesIfPending,
  target,
} from './task.js';

const at = places(
  'unpatched',
  'transition initialised',
  'functions on their stacks',
  'patching',
  'all tasks patched',
  'functions in no transition',
  'patched',
  'transition out initialised',
  'unpatching',
  'all tasks unpatched',
  'functions unlinked',
  'functions gone',
  'disabled',
  'module freed',
);

export function transition(patch: Patch, protocol: Protocol, scheduler: Scheduler): Rules {
  /** `klp_func.transition`, for all functions of the patch. */
  const inTransition = shared('klp_func.transition', boolean, false);
  const linked = shared('klp_func on func_stack', boolean, false);
  const reversalsLeft = shared('reversals left', range(0, 1), patch.reversed ? 1 : 0);

  /** `klp_try_switch_task()` of one task, if it has no function on its stack that is to be left. */
  const checksStack = (from: 'patching' | 'unpatching'): readonly PatcherStep[] =>
    protocol.hasReliableStacks
      ? [
          {
            action: 'klp_try_switch_task(%): it is off its CPU, and its stack is free of the functions',
            from,
            to: from,
            ...forSomeTask((task) => ({
              when: and(not(hasSwitched(task)), not(stackIsInTheWay(task)), scheduler.isBlocked(task)),
              set: switches(task),
            })),
            isTakenIfPossibleAgainAndAgain: true,
          },
          {
            action: 'klp_try_switch_task(%): it was preempted, and its stack is free of the functions',
            from,
            to: from,
            ...forSomeTask((task) => ({
              when: and(not(hasSwitched(task)), not(stackIsInTheWay(task)), not(scheduler.isBlocked(task))),
              set: switches(task),
            })),
            ...(protocol.findsPreempted ? { isTakenIfPossibleAgainAndAgain: true } : { voluntary: true }),
          },
        ]
      : [];

  const reverses = (
    from: 'patching' | 'unpatching',
    to: 'patching' | 'unpatching',
    state: 'patched' | 'unpatched',
  ): readonly PatcherStep[] =>
    patch.reversed
      ? [
          {
            action: 'klp_reverse_transition(): whoever has switched is to switch back, and nobody else',
            from,
            to,
            when: less(0, reversalsLeft.value),
            set: [
              target.becomes(state),
              flagWhoHasNotSwitched(state),
              reversalsLeft.becomes(subtract(reversalsLeft.value, 1)),
            ],
            voluntary: true,
            changesItsMind: true,
          },
        ]
      : [];

  const forces = (from: 'patching' | 'unpatching'): readonly PatcherStep[] =>
    protocol.canForce
      ? [
          {
            action: 'klp_force_transition(): switches every task, whatever is on its stack',
            from,
            to: from,
            set: [
              forEachTask((task) => patchPending.of(task).becomes(false)),
              forEachTask((task) => patchState.of(task).becomes(target.value)),
            ],
            voluntary: true,
          },
        ]
      : [];

  const steps: readonly PatcherStep[] = [
    {
      action: 'klp_init_transition(): every task is unpatched; the functions are in transition',
      from: 'unpatched',
      to: 'transition initialised',
      set: [target.becomes('patched'), everyStateBecomes('unpatched'), inTransition.becomes(true)],
    },
    {
      action: 'klp_patch_object(): puts the new functions on top of the function stacks',
      from: 'transition initialised',
      to: 'functions on their stacks',
      set: [linked.becomes(true)],
    },
    {
      action: 'klp_start_transition(): flags every task that is to be patched',
      from: 'functions on their stacks',
      to: 'patching',
      set: [flagWhoHasNotSwitched('patched')],
    },
    ...checksStack('patching'),
    ...forces('patching'),
    ...reverses('patching', 'unpatching', 'unpatched'),
    {
      action: 'klp_try_complete_transition(): finds every task patched; the functions are in no transition',
      from: 'patching',
      to: 'all tasks patched',
      when: everybodyHasSwitched,
      set: [inTransition.becomes(false)],
    },
    {
      action: 'klp_complete_transition(): no task has a state',
      from: 'all tasks patched',
      to: 'patched',
      set: [everyStateBecomes('undefined'), target.becomes('undefined')],
      completes: true,
    },
    ...(patch.removed
      ? [
          {
            action: 'klp_init_transition(): every task is patched; the functions are in transition',
            from: 'patched',
            to: 'transition out initialised',
            set: [target.becomes('unpatched'), everyStateBecomes('patched'), inTransition.becomes(true)],
          },
          {
            action: 'klp_start_transition(): flags every task that is to be unpatched',
            from: 'transition out initialised',
            to: 'unpatching',
            set: [flagWhoHasNotSwitched('unpatched')],
          },
        ]
      : []),
    ...(patch.removed || patch.reversed
      ? [
          ...checksStack('unpatching'),
          ...forces('unpatching'),
          ...reverses('unpatching', 'patching', 'patched'),
          {
            action: 'klp_try_complete_transition(): finds every task unpatched; unlinks the functions',
            from: 'unpatching',
            to: 'functions unlinked',
            when: everybodyHasSwitched,
            set: [linked.becomes(false)],
          },
          {
            action: 'klp_complete_transition(): the functions are in no transition',
            from: 'functions unlinked',
            to: 'functions gone',
            set: [inTransition.becomes(false)],
          },
          {
            action: 'klp_complete_transition(): no task has a state',
            from: 'functions gone',
            to: 'disabled',
            set: [everyStateBecomes('undefined'), target.becomes('undefined')],
            completes: true,
          },
        ]
      : []),
    ...(patch.removed
      ? [{ action: 'module_put(): the patch module is unloaded', from: 'disabled', to: 'module freed' }]
      : []),
  ];
  const goesOut = at('unpatching', 'functions unlinked', 'functions gone');
  return {
    variables: [patchState, patchPending, target, inTransition, linked, reversalsLeft],
    // klp_ftrace_handler(): an unpatched task skips a function that is in transition.
    entersNew: (task) =>
      and(linked.value, or(not(inTransition.value), not(patchState.of(task).is('unpatched')))),
    // exit_to_user_mode_loop(): klp_update_patch_state().
    onKernelExit: { set: switchesIfPending(thisTask, never) },
    awaits: (task) => and(or(at('patching'), at('unpatching')), not(hasSwitched(task))),
    signals: (task) => patchPending.of(task).value,
    patcher: at.patcher(steps as Parameters<typeof at.patcher>[0]),
    inTransition: or(
      at('transition initialised', 'functions on their stacks', 'patching', 'all tasks patched'),
      at('transition out initialised'),
      goesOut,
    ),
    ...(patch.reversed && {
      reversal: {
        possible: or(and(at('patching'), less(0, reversalsLeft.value)), goesOut),
        done: at('disabled'),
      },
    }),
    removing: or(
      at('transition out initialised', 'disabled', 'module freed'),
      goesOut,
      // A task may have switched back, even if the transition has turned round again.
      ...(patch.reversed ? [less(reversalsLeft.value, 1)] : []),
    ),
    freed: { new: () => at('module freed') },
  };
}
