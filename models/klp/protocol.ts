import type { Expression, ProcessReference } from '../../src/model.js';

/** What differs between kernels, between configurations of one, and between the protocol and one that lacks something. */
export interface Protocol {
  /** Whether a stack can be unwound reliably: without that, a task can only switch itself. */
  readonly hasReliableStacks: boolean;
  /** Where a task looks at its own stack, and switches itself if it may (`__klp_sched_try_switch()`). */
  readonly switchesItself: 'nowhere' | 'in cond_resched()' | 'before it sleeps freezably';
  /** What `klp_reverse_transition()` does first: since 6.4 it clears the flags before it turns the target round. */
  readonly reversesFirst: 'flags' | 'target';
  /** Whether a patch on which another one is put was enabled without a transition: its flag `immediate`. */
  readonly isImmediateBelow: boolean;
  /** Whether only the latest patch can be disabled. */
  readonly disablesLastFirst: boolean;
  /** Whether the administrator may write to `force` in sysfs. */
  readonly canForce: boolean;
  /** Whether the modules of all patches are kept once one was forced: from 4.16 to 5.17. */
  readonly forcedKeepsAll: boolean;
  /** How often a transition can be turned round, where a scenario says that it can. */
  readonly reversals: Reversals;
  /**
   * Whether a task that runs again and again where it may be switched is found preempted there, sooner or later. Nothing makes sure
   * of that: a round comes once a second. Of a task that sleeps there it is assumed always.
   */
  readonly findsPreempted: boolean;
  /**
   * Whether what a task does with preemption off is taken apart into single reads and writes. Where it is not, a call is
   * redirected in one step, and a task that leaves the kernel switches in one.
   */
  readonly isFine: boolean;
  /** What is left out, or the other way round. */
  readonly without: Ordering | undefined;
  readonly bug: Bug | undefined;
  /** True where no dying task runs, of which no walk over the task list knows. Absent where none ever dies so. */
  readonly dyingTasksAreQuiescent: Expression<boolean> | undefined;
  /** True while the task is on its CPU, and nothing takes it off. */
  cannotBePreempted(task: ProcessReference): Expression<boolean>;
}

/** By how often a transition can be turned round, what is written for it; once unless said. */
export const reversals = { once: 1, twice: 2, thrice: 3 } as const;
export const reversalCounts = ['once', 'twice', 'thrice'] as const;
export type Reversals = (typeof reversals)[keyof typeof reversals];

/** The orderings of kernel/livepatch that can be left out, by the letters of `docs/barriers.md`. */
export const orderings = [
  'W1',
  'W2',
  'W3',
  'W4',
  'R1a',
  'R1b',
  'R2',
  'R3',
  'Y1',
  'Y2',
  'Y3',
  'E45',
  'C23',
  'C35',
  'G',
] as const;
export type Ordering = (typeof orderings)[number];

/** Faults that kernels have had, or might have. */
export const bugs = [
  'fork-flag',
  'rcu-not-watching',
  'unchecked-self-switch',
  'shared-stack-entries',
  'reverse-turns-first',
  'force-unpinned',
  'module-not-alive',
] as const;
export type Bug = (typeof bugs)[number];

/** The kernels from which on something is different, the newest first; and those that cannot unwind stacks reliably. */
export const kernelNames = ['6.16', '6.4', '4.12', 'no-stack'] as const;

type Kernel = Pick<Protocol, 'hasReliableStacks' | 'switchesItself' | 'reversesFirst' | 'disablesLastFirst'>;

/** @param name one of {@link kernelNames}; unless said, the newest */
export function kernelOf(name?: string): Kernel {
  switch (name) {
    case '6.4':
      return {
        hasReliableStacks: true,
        switchesItself: 'in cond_resched()',
        reversesFirst: 'flags',
        disablesLastFirst: false,
      };
    case '4.12':
      return {
        hasReliableStacks: true,
        switchesItself: 'nowhere',
        reversesFirst: 'target',
        disablesLastFirst: true,
      };
    case 'no-stack':
      return {
        hasReliableStacks: false,
        switchesItself: 'nowhere',
        reversesFirst: 'flags',
        disablesLastFirst: false,
      };
    default:
      return {
        hasReliableStacks: true,
        switchesItself: 'before it sleeps freezably',
        reversesFirst: 'flags',
        disablesLastFirst: false,
      };
  }
}
