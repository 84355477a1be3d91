import {
  type Assignable,
  type Assignment,
  always,
  and,
  at,
  boolean,
  conditional,
  type Expression,
  insideFunction,
  isInside,
  never,
  not,
  or,
  type Patch,
  type PreemptionOffStep,
  perTask,
  type Rules,
  type Section,
  shared,
  thisTask,
  type Version,
} from '../../src/model.js';
import type { Protocol } from './protocol.js';
import { patchPending, patchState, type State, switches, target, targetRead } from './task.js';

/** What a task has found out so far: that a function is on its own stack that is to be left. */
const foundInTheWay = perTask('found a function in its way', boolean, false);

/** Until e92606fa172f: what the last one to look at a stack has found there, whoever that was. */
const entriesHaveOld = shared('stack entries have an old function', boolean, false);
const entriesHaveNew = shared('stack entries have a new function', boolean, false);

/**
 * `__klp_sched_try_switch()`: a task that has the flag looks at its own stack, and switches itself. Since 6.4 in
 * `cond_resched()` (e3ff7c609f39); since 6.16 where it sleeps freezably instead (676e8cf70cb0).
 */
export function switchesItself(
  patch: Patch,
  protocol: Protocol,
): Pick<Rules, 'variables' | 'atReschedule' | 'atFreezableSleep'> {
  const section = protocol.isFine ? inSingleSteps(patch, protocol) : inOneStep(protocol);
  const looks = protocol.isFine && protocol.bug !== 'unchecked-self-switch' && protocol.without !== 'R3';
  const variables = [
    ...(looks ? [foundInTheWay] : []),
    ...(looks && protocol.bug === 'shared-stack-entries' ? [entriesHaveOld, entriesHaveNew] : []),
  ];
  switch (protocol.switchesItself) {
    case 'nowhere':
      return { variables: [] };
    case 'in cond_resched()':
      return { variables, atReschedule: section };
    case 'before it sleeps freezably':
      return { variables, atFreezableSleep: section };
  }
}

const name = '__klp_sched_try_switch()';
const isPending = patchPending.of(thisTask).value;
const read = targetRead.of(thisTask);
const found = foundInTheWay.of(thisTask);

function inOneStep({ bug }: Protocol): Section {
  return bug === 'unchecked-self-switch'
    ? {
        when: isPending,
        steps: [{ action: `${name}: switches, whatever is on its stack`, set: switches(thisTask) }],
      }
    : {
        when: and(isPending, not(inTheWay(target, isInside(thisTask, 'old'), isInside(thisTask, 'new')))),
        steps: [{ action: `${name}: nothing on its own stack is in the way`, set: switches(thisTask) }],
      };
}

function inSingleSteps(patch: Patch, { bug, without }: Protocol): Section {
  const reads = { action: `${name}: reads klp_target_state`, set: [read.becomes(target.value)] };
  const own = inTheWay(read, isInside(thisTask, 'old'), isInside(thisTask, 'new'));
  // What it has read of the target is older than what it finds of the flag.
  if (without === 'R3') return { when: always, steps: [reads, switchesUnless(or(not(isPending), own))] };
  if (bug === 'unchecked-self-switch') return { when: isPending, steps: [reads, switchesUnless(never)] };
  const checks = bug === 'shared-stack-entries' ? looksAtSharedEntries : patch.functions.map(looksFor);
  const [first = reads, ...others] = [...checks, reads];
  return {
    when: isPending,
    steps: [first, ...others, switchesUnless(found.value, found.becomes(false))],
  };
}

/** One function after the other: `klp_check_stack_func()` reads the target each time. */
function looksFor(functionName: string): PreemptionOffStep {
  const isIn = (version: Version): Expression<boolean> => at(thisTask, insideFunction(functionName, version));
  return {
    action: `klp_check_stack_func(): reads klp_target_state, and looks for ${functionName} on its own stack`,
    set: [found.becomes(or(found.value, inTheWay(target, isIn('old'), isIn('new'))))],
  };
}

const looksAtSharedEntries: readonly PreemptionOffStep[] = [
  {
    action: 'klp_check_stack(): saves what is on its own stack where all save it',
    set: [
      entriesHaveOld.becomes(isInside(thisTask, 'old')),
      entriesHaveNew.becomes(isInside(thisTask, 'new')),
    ],
  },
  {
    action: 'klp_check_stack_func(): looks for the functions in what is saved there',
    set: [found.becomes(inTheWay(target, entriesHaveOld.value, entriesHaveNew.value))],
  },
];

function inTheWay(
  state: Assignable<State>,
  hasOld: Expression<boolean>,
  hasNew: Expression<boolean>,
): Expression<boolean> {
  return or(and(state.is('patched'), hasOld), and(state.is('unpatched'), hasNew));
}

/** The flag may have been cleared since it was found. */
function switchesUnless(isHindered: Expression<boolean>, ...set: readonly Assignment[]): PreemptionOffStep {
  const state = patchState.of(thisTask);
  return {
    action: `${name}: switches to what it has read, if nothing on its stack is in the way`,
    set: [
      patchPending.of(thisTask).becomes(and(isPending, isHindered)),
      state.becomes(conditional<State>(isHindered, state.value, read.value)),
      ...set,
    ],
  };
}
