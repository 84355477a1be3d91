import {
  type Assignment,
  and,
  boolean,
  conditional,
  type Expression,
  enumeration,
  equal,
  everyTask,
  forEachTask,
  isInside,
  not,
  or,
  type ProcessReference,
  perTask,
  shared,
} from '../../src/model.js';

/** `klp_target_state`: KLP_TRANSITION_IDLE, _UNPATCHED, _PATCHED (until 6.13, KLP_UNDEFINED was the name of the first). */
export const target = shared(
  'klp_target_state',
  enumeration('undefined', 'unpatched', 'patched'),
  'undefined',
);

/** `task_struct.patch_state`. */
export const patchState = perTask(
  'patch_state',
  enumeration('undefined', 'unpatched', 'patched'),
  'undefined',
);

/** The thread flag TIF_PATCH_PENDING. */
export const patchPending = perTask('TIF_PATCH_PENDING', boolean, false);

type PatchState = 'undefined' | 'unpatched' | 'patched';

export function everyStateBecomes(state: PatchState): Assignment {
  return forEachTask((task) => patchState.of(task).becomes(state));
}

/** `klp_start_transition()`: whoever is not in the target state has to switch. */
export function flagWhoHasNotSwitched(targetState: PatchState): Assignment {
  return forEachTask((task) => patchPending.of(task).becomes(not(patchState.of(task).is(targetState))));
}

export function hasSwitched(task: ProcessReference): Expression<boolean> {
  return equal(patchState.of(task).value, target.value);
}

export const everybodyHasSwitched: Expression<boolean> = everyTask(hasSwitched);

/** `klp_update_patch_state()`, and the end of `klp_try_switch_task()`: the flag is cleared, then the state is set. */
export function switches(task: ProcessReference): readonly Assignment[] {
  return [patchPending.of(task).becomes(false), patchState.of(task).becomes(target.value)];
}

/** The same, if the flag is set. */
export function switchesIfPending(
  task: ProcessReference,
  unless: Expression<boolean>,
): readonly Assignment[] {
  const { value } = patchState.of(task);
  const does = and(patchPending.of(task).value, not(unless));
  return [
    patchPending.of(task).becomes(and(patchPending.of(task).value, unless)),
    patchState.of(task).becomes(conditional<PatchState>(does, target.value, value)),
  ];
}

/** `klp_check_stack()`: a function is on the stack that is to be left: the old one on the way in, the new one on the way out. */
export function stackIsInTheWay(task: ProcessReference): Expression<boolean> {
  return or(
    and(target.is('patched'), isInside(task, 'old')),
    and(target.is('unpatched'), isInside(task, 'new')),
  );
}
