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
import { cancel, completeIn, completeOut, disable, enable } from './acts.js';
import { preparationFailed, refused } from './callbacks.js';
import { exitToUserMode, ofReadingAhead } from './exit.js';
import { copiedFlag, copyProcess } from './fork.js';
import { freeModule, freeReplaced, variablesOfForce } from './free.js';
import { handler, isInTransition, isOnStack } from './handler.js';
import { immediateTransition } from './immediate.js';
import { objectsOf } from './objects.js';
import { inOrder } from './order.js';
import type { Protocol } from './protocol.js';
import { force, reversalsLeft, reverse, tryToSwitchTasks } from './round.js';
import { switchesItself } from './self-switch.js';
import { isWaitedFor } from './sync.js';
import { hasSwitched, patchPending, patchState, target, targetRead } from './task.js';

/**
 * The life of a patch: `klp_enable_patch()`; rounds until every task has switched; `klp_complete_transition()`. Out of it the same,
 * if it is disabled or turned round. All of it but the time between rounds is under `klp_mutex`, so one process does it.
 */
export function transition(patch: Patch, protocol: Protocol, scheduler: Scheduler): Rules {
  if (protocol.isImmediateBelow && patch.isBelowAnother) return immediateTransition(patch);
  const goesOut = patch.removed || patch.reversed;
  const left = reversalsLeft[protocol.reversals];
  const hasTurned = not(left.is(protocol.reversals));
  const replaces = patch.earlier === 'replaced';
  const forced = variablesOfForce(patch, protocol);
  const objects = objectsOf(patch, protocol);
  const enabled = beginning('in', inOrder('unpatched', enable(patch, objects), protocol));
  const whereIn = ['patched', ...(replaces ? ['replaced patch freed'] : [])];
  const whereOut = [...(goesOut ? ['disabled'] : []), ...(patch.removed ? ['module freed'] : [])];
  const cancelled = patch.callbacks.has('pre-patch')
    ? inOrder(preparationFailed, cancel(protocol), protocol)
    : [];
  const completedIn = inOrder('patching', completeIn(patch, protocol), protocol);
  const disabled = patch.removed ? disabling(patch, whereIn, protocol) : [];
  const completedOut = goesOut ? inOrder('unpatching', completeOut(patch, protocol, objects), protocol) : [];
  const turned = [
    ...reverse('patching', 'unpatching', patch, protocol),
    ...reverse('unpatching', 'patching', patch, protocol),
  ];
  const steps = [
    ...enabled,
    ...completing(cancelled),
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
  const at = places(
    'unpatched',
    ...(cancelled.length > 0 ? [preparationFailed] : []),
    ...steps.map(({ to }) => to),
  );
  const rests = [
    'unpatched',
    'patching',
    'unpatching',
    'patched',
    ...(replaces ? ['replaced patch freed'] : []),
  ];
  const under = [
    enabled,
    cancelled.slice(0, -1),
    completedIn.slice(0, -1),
    turned,
    disabled,
    completedOut.slice(0, -1),
  ].flat();
  const isRefused = cancelled.length > 0 ? at(refused) : never;
  const { variables, ...redirection } = handler(protocol, objects.onStackOf);
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
      ...forced.variables,
      ...(protocol.bug === 'fork-flag' ? [copiedFlag] : []),
      ...(protocol.isFine ? [targetRead, isWaitedFor] : []),
      ...(protocol.isFine && protocol.without === 'R2' ? ofReadingAhead : []),
      ...variables,
      ...ofSelfSwitch,
      ...objects.variables,
    ],
    common: forced.common,
    ...redirection,
    ...exitToUserMode(protocol),
    ...selfSwitch,
    ...copyProcess(protocol),
    ...objects.rules,
    checks: [...redirection.checks, ...transitionChecks, ...objects.checks],
    awaits: (task) => and(not(target.is('idle')), not(hasSwitched(task))),
    signals: (task) => patchPending.of(task).value,
    patcher: at.patcher(
      steps,
      [...new Set(under.flatMap(({ from, to }) => [from, to]))].filter((place) => !rests.includes(place)),
    ),
    settled: { in: whereIn, out: whereOut },
    inTransition: at(
      ...new Set(under.map(({ to }) => to)),
      ...(cancelled.length > 0 ? [preparationFailed] : []),
    ),
    isPatched: at('patched', ...(replaces ? ['replaced patch freed'] : [])),
    // Once the transition has turned round, a task may have switched back whichever way it goes now.
    removing: or(
      target.is('unpatched'),
      at(...completedOut.map(({ to }) => to), ...(patch.removed ? ['module freed'] : [])),
      patch.reversed ? hasTurned : never,
    ),
    ...(patch.reversed && {
      reversal: {
        possible: or(and(at('patching'), not(left.is(0))), and(target.is('unpatched'), hasTurned)),
        done: at(...whereOut),
      },
    }),
    freed: {
      ...((patch.removed || cancelled.length > 0) && {
        new: () => or(patch.removed ? at('module freed') : never, isRefused),
      }),
      ...(replaces && { old: () => at('replaced patch freed') }),
    },
  };
}

/** The last of the steps ends the transition. */
function completing(steps: readonly PatcherStep[]): readonly PatcherStep[] {
  return steps.map((step, index) => (index === steps.length - 1 ? { ...step, completes: true } : step));
}

function beginning(begins: 'in' | 'out', steps: readonly PatcherStep[]): readonly PatcherStep[] {
  return steps.map((step, index) => (index === 0 ? { ...step, begins } : step));
}

/** A patch may be disabled whether or not what it has replaced is freed already. */
function disabling(patch: Patch, whereIn: readonly string[], protocol: Protocol): readonly PatcherStep[] {
  const [first, ...others] = beginning('out', inOrder('patched', disable(patch), protocol));
  return first ? [...whereIn.map((from) => ({ ...first, from })), ...others] : [];
}
