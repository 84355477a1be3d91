import {
  type Assignable,
  type Assignment,
  and,
  boolean,
  type Expression,
  implies,
  type KernelCheck,
  not,
  or,
  type PreemptionOffStep,
  type ProcessReference,
  perTask,
  type Rules,
  shared,
  thisTask,
} from '../../src/model.js';
import type { Protocol } from './protocol.js';
import { leaves } from './sync.js';
import { patchState, type State, states, targetRead } from './task.js';

/** The functions of the patch stand on top of their `klp_ops.func_stack`. */
export const isOnStack = shared('func_stack has the new function', boolean, false);

/** `klp_func.transition`, of all functions of the patch. */
export const isInTransition = shared('klp_func.transition', boolean, false);

/** What the handler has read: whether the new function is on the stack and in transition, and the state of its task. */
const foundOnStack = perTask('found the new function on the func_stack', boolean, false);
const foundInTransition = perTask('found klp_func.transition set', boolean, false);
const foundState = perTask('found its patch_state', states, 'idle');

type HandlerRules = Pick<Rules, 'entersNew' | 'interruptEntersNew' | 'beforeCall' | 'onPreemptionOn'> &
  Required<Pick<Rules, 'checks'>>;

/**
 * `klp_ftrace_handler()`. It takes the function on top of the `func_stack`; if that is in transition, and the task is unpatched, the
 * one below it. Each call decides anew, and a body that has begun runs to its end.
 */
export function handler(
  { isFine, without }: Protocol,
  onStackOf: (functionName: string) => Assignable<boolean>,
): HandlerRules & Pick<Rules, 'variables'> {
  const onStack = foundOnStack.of(thisTask);
  const inTransition = foundInTransition.of(thisTask);
  const readsStack = (functionName: string): PreemptionOffStep => ({
    action: 'klp_ftrace_handler(): reads the top of the func_stack',
    set: [onStack.becomes(onStackOf(functionName).value)],
  });
  const readsTransition: PreemptionOffStep = {
    action: 'klp_ftrace_handler(): reads whether the function is in transition',
    set: [inTransition.becomes(isInTransition.value)],
  };
  const readsState: PreemptionOffStep = {
    action: 'klp_ftrace_handler(): reads its patch_state',
    set: [foundState.of(thisTask).becomes(patchState.of(thisTask).value)],
  };
  // The last of the three reads and the jump are one step.
  const fine = {
    variables: [foundOnStack, foundInTransition],
    steps: (functionName) => [readsStack(functionName), readsTransition],
    seen: (task) => [foundOnStack.of(task).value, foundInTransition.of(task).value, patchState.of(task)],
    forgets: [onStack.becomes(false), inTransition.becomes(false)],
  } satisfies Reads;
  const byOrder = {
    coarse: {
      variables: [],
      steps: () => [],
      seen: (task, { value } = isOnStack) => [value, isInTransition.value, patchState.of(task)],
      forgets: [],
    },
    fine,
    R1a: { ...fine, steps: (functionName) => [readsTransition, readsStack(functionName)] },
    R1b: {
      variables: [foundOnStack, foundState],
      steps: (functionName) => [readsStack(functionName), readsState],
      seen: (task) => [foundOnStack.of(task).value, isInTransition.value, foundState.of(task)],
      forgets: [onStack.becomes(false), foundState.of(thisTask).becomes('idle')],
    },
  } satisfies Readonly<Record<string, Reads>>;
  const { variables, steps, seen, forgets }: Reads =
    byOrder[!isFine ? 'coarse' : without === 'R1a' || without === 'R1b' ? without : 'fine'];
  return {
    variables,
    ...(isFine && { beforeCall: steps }),
    onPreemptionOn: (isOn) => ({
      set: [...(isFine ? [leaves(isOn), targetRead.of(thisTask).becomes('idle')] : []), ...forgets],
    }),
    entersNew: entersNewBy(seen, onStackOf),
    ...(isFine && { interruptEntersNew: entersNewBy(byOrder.coarse.seen, onStackOf) }),
    checks: [
      {
        ...warnsOfNoState(seen(thisTask)),
        onTopOf: (task) => warnsOfNoState(byOrder.coarse.seen(task)).holds,
      },
    ],
  };
}

/** What the handler reads, and in which order. */
interface Reads {
  readonly variables: Rules['variables'];
  steps(functionName: string): readonly PreemptionOffStep[];
  /**
   * That the new function is on the stack, that it is in transition, and the state, as the handler knows them when it jumps.
   *
   * @param onStack what it would find on the stack at that instant; of functions that are in no module, unless said
   */
  seen(
    task: ProcessReference,
    onStack?: Assignable<boolean>,
  ): readonly [Expression<boolean>, Expression<boolean>, Assignable<State>];
  readonly forgets: readonly Assignment[];
}

function entersNewBy(
  seen: Reads['seen'],
  onStackOf: (functionName: string) => Assignable<boolean>,
): Rules['entersNew'] {
  return (task, functionName) => {
    const [isOnTop, isSkipped, state] = seen(task, onStackOf(functionName));
    return and(isOnTop, or(not(isSkipped), not(state.is('unpatched'))));
  };
}

/** `WARN_ON_ONCE(patch_state == KLP_TRANSITION_IDLE)` */
function warnsOfNoState([isOnTop, isSkipped, state]: ReturnType<Reads['seen']>): KernelCheck {
  return {
    name: 'klp_ftrace_handler(): a function is in transition, and the task has no patch_state',
    at: 'every call',
    holds: implies(and(isOnTop, isSkipped), not(state.is('idle'))),
  };
}
