import {
  type Assignment,
  and,
  at,
  boolean,
  conditional,
  type Expression,
  enumeration,
  equal,
  everyTask,
  forEachTask,
  labels,
  not,
  type ProcessReference,
  perTask,
  shared,
} from '../../src/model.js';

/** KLP_TRANSITION_IDLE (KLP_UNDEFINED until 6.13), KLP_TRANSITION_UNPATCHED, KLP_TRANSITION_PATCHED. */
export type State = 'idle' | 'unpatched' | 'patched';
export const states = enumeration<State>('idle', 'unpatched', 'patched');

/** `klp_target_state`. */
export const target = shared('klp_target_state', states, 'idle');

/** `task_struct.patch_state`. */
export const patchState = perTask('patch_state', states, 'idle');

/** The thread flag TIF_PATCH_PENDING. */
export const patchPending = perTask('TIF_PATCH_PENDING', boolean, false);

/** What a task has read of `klp_target_state`, and not yet written to its `patch_state`. */
export const targetRead = perTask('klp_target_state as read', states, 'idle');

export function everyStateBecomes(state: State): Assignment {
  return forEachTask((task) => patchState.of(task).becomes(state));
}

/**
 * `klp_start_transition()`: whoever is not in the target state is to switch. Who works on that is in no patched function, and switches
 * as the one that is current.
 */
export const flagWhoHasNotSwitched: Assignment = forEachTask((task) =>
  patchPending.of(task).becomes(and(not(hasSwitched(task)), not(at(task, labels.mechanism)))),
);

export const clearFlags: Assignment = forEachTask((task) => patchPending.of(task).becomes(false));

/** `klp_force_transition()`. */
export const everyTaskSwitches: readonly Assignment[] = [
  clearFlags,
  forEachTask((task) => patchState.of(task).becomes(target.value)),
];

export function hasSwitched(task: ProcessReference): Expression<boolean> {
  return equal(patchState.of(task).value, target.value);
}

export const everybodyHasSwitched: Expression<boolean> = everyTask(hasSwitched);

/** The end of `klp_try_switch_task()`: the flag is cleared, then the state is set, of a task that does not run. */
export function switches(task: ProcessReference): readonly Assignment[] {
  return [patchPending.of(task).becomes(false), patchState.of(task).becomes(target.value)];
}

/** `klp_update_patch_state()`, in one step: if the flag is set, it is cleared, and the state is set. */
export function switchesIfPending(task: ProcessReference): readonly Assignment[] {
  const isPending = patchPending.of(task).value;
  return [
    patchPending.of(task).becomes(false),
    patchState.of(task).becomes(conditional<State>(isPending, target.value, patchState.of(task).value)),
  ];
}

/** In the task list no longer, and not dead. */
export function isDying(task: ProcessReference): Expression<boolean> {
  return and(
    at(task, labels.unlisted),
    ...[labels.exited, labels.unborn, labels.interrupt, labels.mechanism].map((label) =>
      not(at(task, label)),
    ),
  );
}
