import type { Ordering } from './protocol.js';

/** What is known of an ordering of kernel/livepatch: what it keeps apart, and what its absence lets happen. */
export interface AboutOrdering {
  /** What it is made of: barriers of those who write and of those who read; a wait for all CPUs; the order of two steps. */
  readonly kind: 'write barrier' | 'read barrier' | 'read-modify-write' | 'synchronisation' | 'program order';
  /** The function of the kernel in which it stands. */
  readonly where: string;
  readonly earlier: string;
  readonly later: string;
  /** The ordering on the other side: that of the readers for that of a writer. */
  readonly pairsWith: readonly Ordering[];
  /** What can happen without it, a sentence. */
  readonly otherwise: string;
  /** What is open about it. */
  readonly remark?: string;
  /** Since which Linux it is there, if not since 4.12. */
  readonly since?: string;
}

export const aboutOrderings: Readonly<Record<Ordering, AboutOrdering>> = {
  W1: {
    kind: 'write barrier',
    where: 'klp_init_transition()',
    earlier: 'the target and the state of each task',
    later: '"transition" of each function',
    pairsWith: ['R1b', 'R2', 'R3'],
    otherwise: 'The handler finds a function in transition, and its task in no state.',
  },
  W2: {
    kind: 'write barrier',
    where: '__klp_enable_patch()',
    earlier: '"transition" of each function',
    later: 'the new functions on the func_stacks',
    pairsWith: ['R1a'],
    otherwise:
      'The handler finds the new function, in transition no more than before: an unpatched task enters it, the old one afterwards, and nobody looks for it in the new one.',
  },
  W3: {
    kind: 'write barrier',
    where: '__klp_disable_patch()',
    earlier: '"transition" of each function',
    later: 'the flags',
    pairsWith: ['R2', 'R1a'],
    otherwise:
      'A task switches on its way out of the kernel, comes back, and enters the new function: in transition that is not yet. It counts as unpatched, and the code is freed under it.',
  },
  W4: {
    kind: 'write barrier',
    where: 'klp_reverse_transition()',
    earlier: 'the target',
    later: 'the flags',
    pairsWith: ['R2', 'R3'],
    since: '6.4',
    otherwise:
      'A task finds the new flag and the old target: it goes on to where the others come from, and has no flag any more.',
  },
  R1a: {
    kind: 'read barrier',
    where: 'klp_ftrace_handler()',
    earlier: 'the top of the func_stack',
    later: '"transition" of that function',
    pairsWith: ['W2', 'W3'],
    otherwise:
      'As without W2: what the handler knows of "transition" is older than what it finds on the func_stack.',
  },
  R1b: {
    kind: 'read barrier',
    where: 'klp_ftrace_handler()',
    earlier: '"transition" of the function',
    later: 'the state of its own task',
    pairsWith: ['W1'],
    otherwise: 'As without W1: what the handler knows of its state is older than the transition.',
  },
  R2: {
    kind: 'read-modify-write',
    where: 'klp_update_patch_state()',
    earlier: 'the test of the flag, which clears it',
    later: 'the target',
    pairsWith: ['W1', 'W3', 'W4'],
    otherwise:
      'A task that leaves the kernel goes by a target from before it got the flag: that of the transition before, or none.',
  },
  R3: {
    kind: 'read barrier',
    where: '__klp_sched_try_switch()',
    earlier: 'the flag',
    later: 'the target',
    pairsWith: ['W1', 'W4'],
    since: '6.4',
    otherwise: 'A task that switches itself goes by a target from before it got the flag.',
  },
  Y1: {
    kind: 'synchronisation',
    where: 'klp_reverse_transition()',
    earlier: 'all flags are cleared',
    later: 'the target is turned round',
    pairsWith: [],
    otherwise:
      'A task has read the target, and writes that to its state when all have been found in the other one: it enters the new code, and that is freed.',
  },
  Y2: {
    kind: 'synchronisation',
    where: 'klp_complete_transition()',
    earlier: 'the new functions are taken from the func_stacks',
    later: '"transition" of each function is cleared',
    pairsWith: [],
    otherwise:
      'A handler has found the new function, then finds it in transition no longer, or its task in no state, and jumps to what has been freed. Only where a function of an earlier patch is below: else ftrace is unregistered, which waits by itself.',
  },
  Y3: {
    kind: 'synchronisation',
    where: 'klp_complete_transition()',
    earlier: '"transition" of each function is cleared',
    later: 'the states of the tasks are cleared',
    pairsWith: [],
    otherwise: 'A handler has found the function in transition, and then finds its task in no state.',
  },
  E45: {
    kind: 'program order',
    where: '__klp_enable_patch()',
    earlier: 'the new functions are put on the func_stacks',
    later: 'the flags',
    pairsWith: [],
    otherwise:
      'A task switches, and enters the old function all the same. Nobody looks for it there any more; if the patch that has that function is replaced, it is freed under the task.',
    remark:
      'No barrier stands between the two in what was read of Linux 6.1. Whether the lock of the task list, and the message that is printed there, always keep them in order was not examined; where ftrace is registered anew, that does.',
  },
  C23: {
    kind: 'program order',
    where: 'klp_complete_transition()',
    earlier: 'the new functions are taken from the func_stacks',
    later: '"transition" of each function is cleared',
    pairsWith: [],
    otherwise:
      'Between the two, a task that is unpatched enters the new function, and is in it when the code is freed.',
  },
  C35: {
    kind: 'program order',
    where: 'klp_complete_transition()',
    earlier: '"transition" of each function is cleared',
    later: 'the states of the tasks are cleared',
    pairsWith: [],
    otherwise:
      'A task that calls the function between the two is in no state, and the function still in transition.',
  },
  G: {
    kind: 'program order',
    where: 'klp_update_patch_state()',
    earlier: 'the flag is cleared',
    later: 'the state is set',
    pairsWith: [],
    otherwise:
      'A task has its new state while it still has the flag. Whoever completes the transition then waits for it, since its preemption is off, and so does whoever turns the transition round.',
  },
};
