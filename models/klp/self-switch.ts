import {
  always,
  and,
  conditional,
  isInside,
  not,
  or,
  type Rules,
  type Section,
  thisTask,
} from '../../src/model.js';
import type { Protocol } from './protocol.js';
import { hasToLeave, patchPending, patchState, type State, switches, target, targetRead } from './task.js';

/**
 * `__klp_sched_try_switch()`: a task that has the flag looks at its own stack, and switches itself. Since 6.4 in
 * `cond_resched()` (e3ff7c609f39); since 6.16 where it sleeps freezably instead (676e8cf70cb0).
 */
export function switchesItself(protocol: Protocol): Pick<Rules, 'atReschedule' | 'atFreezableSleep'> {
  switch (protocol.switchesItself) {
    case 'nowhere':
      return {};
    case 'in cond_resched()':
      return { atReschedule: trySwitch(protocol) };
    case 'before it sleeps freezably':
      return { atFreezableSleep: trySwitch(protocol) };
  }
}

function trySwitch({ isFine, bug }: Protocol): Section {
  const isPending = patchPending.of(thisTask).value;
  const name = '__klp_sched_try_switch()';
  if (!isFine)
    return bug === 'unchecked-self-switch'
      ? {
          when: isPending,
          steps: [{ action: `${name}: switches, whatever is on its stack`, set: switches(thisTask) }],
        }
      : {
          when: and(isPending, not(hasToLeave(thisTask))),
          steps: [{ action: `${name}: nothing on its own stack is in the way`, set: switches(thisTask) }],
        };
  const read = targetRead.of(thisTask);
  const mayLeave =
    bug === 'unchecked-self-switch'
      ? always
      : not(
          or(
            and(read.is('patched'), isInside(thisTask, 'old')),
            and(read.is('unpatched'), isInside(thisTask, 'new')),
          ),
        );
  return {
    when: isPending,
    steps: [
      { action: `${name}: reads klp_target_state`, set: [read.becomes(target.value)] },
      {
        action: `${name}: switches to what it has read, if nothing on its stack is in the way`,
        set: [
          patchPending.of(thisTask).becomes(and(isPending, not(mayLeave))),
          patchState
            .of(thisTask)
            .becomes(conditional<State>(mayLeave, read.value, patchState.of(thisTask).value)),
        ],
      },
    ],
  };
}
