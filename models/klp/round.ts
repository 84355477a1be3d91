import {
  and,
  boolean,
  type Expression,
  forSomeTask,
  isInside,
  not,
  or,
  type Patch,
  type PatcherStep,
  type ProcessReference,
  range,
  type Scheduler,
  shared,
  subtract,
} from '../../src/model.js';
import { type Act, inOrder } from './order.js';
import type { Protocol, Reversals } from './protocol.js';
import { sync } from './sync.js';
import {
  clearFlags,
  everyTaskSwitches,
  flagWhoHasNotSwitched,
  hasSwitched,
  switches,
  target,
} from './task.js';

/** Where the work item comes round once a second, on the way into the patch or out of it. */
export type Round = 'patching' | 'unpatching';

/** How often the administrator may still turn a transition round. */
export const reversalsLeft = {
  1: shared('reversals left', range(0, 1), 1),
  2: shared('reversals left', range(0, 2), 2),
  3: shared('reversals left', range(0, 3), 3),
} as const satisfies Readonly<Record<Reversals, unknown>>;

/** `klp_patch.forced`: of this patch, that it was forced out; of those that it replaces, that it was forced in. */
export const isForced = shared('klp_patch.forced', boolean, false);
/** Something was forced, whichever patch it was. */
export const wasForced = shared('klp_forced', boolean, false);
export const areReplacedForced = shared('klp_patch.forced, of what is replaced', boolean, false);

/**
 * `klp_try_switch_task()` of one task that has not switched. It fails for one that is on a CPU, and for one that has a function on its
 * stack that is to be left. The walk over all tasks, and the one over the next round, are in whatever order.
 */
export function tryToSwitchTasks(
  round: Round,
  { hasReliableStacks, findsPreempted, cannotBePreempted }: Protocol,
  { isBlocked }: Scheduler,
): readonly PatcherStep[] {
  if (!hasReliableStacks) return [];
  const toBeLeft = round === 'patching' ? 'old' : 'new';
  const check = (found: string, condition: (task: ProcessReference) => Expression<boolean>): PatcherStep => ({
    action: `klp_try_switch_task(%): ${found}, and nothing on its stack is in the way`,
    from: round,
    to: round,
    ...forSomeTask((task) => ({
      when: and(not(hasSwitched(task)), not(isInside(task, toBeLeft)), condition(task)),
      set: switches(task),
    })),
  });
  const isPreempted = (task: ProcessReference): Expression<boolean> =>
    not(or(isBlocked(task), cannotBePreempted(task)));
  return [
    { ...check('it sleeps', isBlocked), isTakenIfPossibleAgainAndAgain: true },
    {
      ...check('it was preempted', isPreempted),
      ...(findsPreempted ? { isTakenIfPossibleAgainAndAgain: true } : { voluntary: true }),
    },
  ];
}

/**
 * `klp_force_transition()`: every task is switched, whatever it runs; the next round finds that. What somebody may still be in stays for
 * ever: this patch on the way out, the one that it replaces on the way in.
 */
export function force(
  round: Round,
  { earlier }: Patch,
  { canForce, forcedKeepsAll }: Protocol,
): readonly PatcherStep[] {
  if (!canForce) return [];
  const pinned = forcedKeepsAll
    ? wasForced
    : round === 'unpatching'
      ? isForced
      : earlier === 'replaced'
        ? areReplacedForced
        : undefined;
  return [
    {
      action: 'klp_force_transition(): switches every task, whatever is on its stack',
      from: round,
      to: round,
      set: [...everyTaskSwitches, ...(pinned ? [pinned.becomes(true)] : [])],
      voluntary: true,
    },
  ];
}

/**
 * `klp_reverse_transition()`: somebody writes the opposite value to `enabled` meanwhile. States stay as they are: those that have
 * switched are the ones that are waited for now.
 */
export function reverse(
  from: Round,
  to: Round,
  { reversed }: Patch,
  protocol: Protocol,
): readonly PatcherStep[] {
  if (!reversed) return [];
  const left = reversalsLeft[protocol.reversals];
  const state = to === 'patching' ? 'patched' : 'unpatched';
  const place = (what: string): string => `turning to ${to}, ${what}`;
  const clears: readonly Act[] = [
    { action: 'klp_reverse_transition(): clears all flags', at: place('flags cleared'), set: [clearFlags] },
    ...sync('Y1', place('all see that'), protocol),
  ];
  const turns = (after?: 'W4'): Act => ({
    action: 'klp_reverse_transition(): turns klp_target_state round',
    at: place('target turned'),
    set: [target.becomes(state), left.becomes(subtract(left.value, 1))],
    ...(after && { after }),
  });
  const flags: Act = {
    action: 'klp_start_transition(): flags whoever has to switch back',
    at: to,
    set: [flagWhoHasNotSwitched],
  };
  const acts =
    protocol.reversesFirst === 'target' || protocol.bug === 'reverse-turns-first'
      ? [turns(), ...clears, flags]
      : [...clears, turns(), { ...flags, after: 'W4' as const }];
  const [first, ...others] = inOrder(from, acts, protocol);
  return first ? [{ ...first, when: not(left.is(0)), voluntary: true, changesItsMind: true }, ...others] : [];
}
