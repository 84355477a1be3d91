import {
  and,
  everyTask,
  implies,
  type KernelCheck,
  never,
  not,
  or,
  type Patch,
  type PatcherStep,
  places,
  type Rules,
  type Scheduler,
} from '../../src/model.js';
import { exitToUserMode, ofReadingAhead } from './exit.js';
import { copiedFlag, copyProcess } from './fork.js';
import { handler, isInTransition, isOnStack } from './handler.js';
import { type Act, inOrder } from './order.js';
import type { Protocol } from './protocol.js';
import { force, isForced, reversalsLeft, reverse, tryToSwitchTasks } from './round.js';
import { switchesItself } from './self-switch.js';
import { isWaitedFor, sync } from './sync.js';
import {
  everybodyHasSwitched,
  everyStateBecomes,
  flagWhoHasNotSwitched,
  hasSwitched,
  patchPending,
  patchState,
  target,
  targetRead,
} from './task.js';

/**
 * The life of a patch: `klp_enable_patch()`; rounds until every task has switched; `klp_complete_transition()`. Out of it the same,
 * if it is disabled or turned round. All of it but the time between rounds is under `klp_mutex`, so one process does it.
 */
export function transition(patch: Patch, protocol: Protocol, scheduler: Scheduler): Rules {
  const goesOut = patch.removed || patch.reversed;
  const left = reversalsLeft[protocol.reversals];
  const hasTurned = not(left.is(protocol.reversals));
  const replaces = patch.earlier === 'replaced';
  const enabled = inOrder('unpatched', enable, protocol);
  const completedIn = inOrder('patching', completeIn(protocol), protocol);
  const disabled = patch.removed ? inOrder('patched', disable, protocol) : [];
  const completedOut = goesOut ? inOrder('unpatching', completeOut(patch, protocol), protocol) : [];
  const turned = [
    ...reverse('patching', 'unpatching', patch, protocol),
    ...reverse('unpatching', 'patching', patch, protocol),
  ];
  const steps = [
    ...enabled,
    ...tryToSwitchTasks('patching', protocol, scheduler),
    ...force('patching', patch, protocol),
    ...completing(completedIn),
    ...(replaces ? [freeReplaced(protocol)] : []),
    ...turned,
    ...disabled,
    ...(goesOut
      ? [...tryToSwitchTasks('unpatching', protocol, scheduler), ...force('unpatching', patch, protocol)]
      : []),
    ...completing(completedOut),
    ...(patch.removed ? [freeModule(protocol)] : []),
  ];
  const at = places('unpatched', ...steps.map(({ to }) => to));
  const under = [enabled, completedIn.slice(0, -1), turned, disabled, completedOut.slice(0, -1)].flat();
  const isOut = at(...(goesOut ? ['disabled'] : []), ...(patch.removed ? ['module freed'] : []));
  const { variables, ...redirection } = handler(protocol);
  const { variables: ofSelfSwitch, ...selfSwitch } = switchesItself(patch, protocol);
  const transitionChecks: readonly KernelCheck[] = [
    {
      name: 'klp_init_transition(): a task has a patch_state before the transition',
      at: 'every state',
      holds: implies(
        at('unpatched', 'patched'),
        everyTask((task) => patchState.of(task).is('idle')),
      ),
    },
    {
      name: 'klp_complete_transition(): a task still has TIF_PATCH_PENDING',
      at: 'every state',
      holds: implies(
        at(...[completedIn, completedOut].flatMap((acts) => acts.at(-1)?.from ?? [])),
        everyTask((task) => not(patchPending.of(task).value)),
      ),
    },
  ];
  return {
    variables: [
      ...[patchState, patchPending, target, isOnStack, isInTransition],
      ...(patch.reversed ? [left] : []),
      ...(protocol.canForce ? [isForced] : []),
      ...(protocol.bug === 'fork-flag' ? [copiedFlag] : []),
      ...(protocol.isFine ? [targetRead, isWaitedFor] : []),
      ...(protocol.isFine && protocol.without === 'R2' ? ofReadingAhead : []),
      ...variables,
      ...ofSelfSwitch,
    ],
    ...redirection,
    ...exitToUserMode(protocol),
    ...selfSwitch,
    ...copyProcess(protocol),
    checks: [...redirection.checks, ...transitionChecks],
    awaits: (task) => and(not(target.is('idle')), not(hasSwitched(task))),
    signals: (task) => patchPending.of(task).value,
    patcher: at.patcher(steps),
    inTransition: at(...new Set(under.map(({ to }) => to))),
    // Once the transition has turned round, a task may have switched back whichever way it goes now.
    removing: or(
      target.is('unpatched'),
      at(...completedOut.map(({ to }) => to), ...(patch.removed ? ['module freed'] : [])),
      patch.reversed ? hasTurned : never,
    ),
    ...(patch.reversed && {
      reversal: {
        possible: or(and(at('patching'), not(left.is(0))), and(target.is('unpatched'), hasTurned)),
        done: isOut,
      },
    }),
    freed: {
      ...(patch.removed && { new: () => at('module freed') }),
      ...(replaces && { old: () => at('replaced patch freed') }),
    },
  };
}

/** `klp_enable_patch()`, up to where the first round begins. */
const enable: readonly Act[] = [
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
  {
    action: 'klp_patch_object(): puts the new functions on top of the func_stacks',
    at: 'functions stacked',
    set: [isOnStack.becomes(true)],
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
const disable: readonly Act[] = [
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
  {
    action: 'klp_start_transition(): flags every task that is to be unpatched',
    at: 'unpatching',
    set: [flagWhoHasNotSwitched],
    after: 'W3',
  },
];

/** `klp_complete_transition()` when all tasks are patched. */
const completeIn = (protocol: Protocol): readonly Act[] => [
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
  {
    action: 'klp_complete_transition(): no task has a state any more',
    at: 'patched',
    set: [everyStateBecomes('idle'), target.becomes('idle')],
    after: 'C35',
  },
];

/** `klp_complete_transition()` when all tasks are unpatched. */
const completeOut = ({ earlier }: Patch, protocol: Protocol): readonly Act[] => [
  {
    action: 'klp_try_complete_transition(): finds every task unpatched',
    at: 'all unpatched',
    when: everybodyHasSwitched,
  },
  {
    action: 'klp_unpatch_objects(): takes the new functions from the func_stacks',
    at: 'functions unstacked',
    set: [isOnStack.becomes(false)],
  },
  // Where a function of an earlier patch is below, that one stays registered, and there is no wait here.
  ...(earlier ? [] : sync('unregister_ftrace_function()', 'ftrace unregistered', protocol)),
  ...sync('Y2', 'functions seen as unstacked', protocol),
  {
    action: 'klp_complete_transition(): the functions are in transition no longer',
    at: 'functions unpatched',
    set: [isInTransition.becomes(false)],
    after: 'C23',
  },
  {
    action: 'klp_complete_transition(): no task has a state any more',
    at: 'disabled',
    set: [everyStateBecomes('idle'), target.becomes('idle')],
    after: 'C35',
  },
];

/** The last of the steps ends the transition. */
function completing(steps: readonly PatcherStep[]): readonly PatcherStep[] {
  return steps.map((step, index) => (index === steps.length - 1 ? { ...step, completes: true } : step));
}

/** `klp_free_replaced_patches_async()`, and the module of the replaced patch can be removed. */
function freeReplaced(protocol: Protocol): PatcherStep {
  return {
    action: 'module_put(): the module of the replaced patch can be removed, and is',
    from: 'patched',
    to: 'replaced patch freed',
    ...unlessForced(protocol),
  };
}

function freeModule(protocol: Protocol): PatcherStep {
  return {
    action: 'module_put(): the patch module can be removed, and is',
    from: 'disabled',
    to: 'module freed',
    ...unlessForced(protocol),
  };
}

/** What was forced keeps its module for ever: nobody knows who is still in it. */
function unlessForced({ canForce, bug }: Protocol): Pick<PatcherStep, 'when'> {
  return canForce && bug !== 'force-unpinned' ? { when: not(isForced.value) } : {};
}
