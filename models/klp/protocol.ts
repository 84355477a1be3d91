/** What differs between kernels, and between configurations of one. */
export interface Protocol {
  /** Whether a stack can be unwound reliably: without that, a task can only switch itself. */
  readonly hasReliableStacks: boolean;
  /** Where a task looks at its own stack, and switches itself if it may (`__klp_sched_try_switch()`). */
  readonly switchesItself: 'nowhere' | 'in cond_resched()' | 'before it sleeps freezably';
  /** Whether the administrator may write to `force` in sysfs. */
  readonly canForce: boolean;
  /**
   * Whether a task that runs again and again where it may be switched is found preempted there, sooner or later. Nothing makes sure
   * of that: a round comes once a second. Of a task that sleeps there it is assumed always.
   */
  readonly findsPreempted: boolean;
}

type Choices = Pick<Protocol, 'canForce' | 'findsPreempted'>;

/** The kernels from which on something is different, the newest first; and those that cannot unwind stacks reliably. */
export const kernelNames = ['6.16', '6.4', '4.12', 'no-stack'] as const;

/** @param name one of {@link kernelNames}; unless said, the newest */
export function kernelOf(name?: string): Omit<Protocol, keyof Choices> {
  switch (name) {
    case '6.4':
      return { hasReliableStacks: true, switchesItself: 'in cond_resched()' };
    case '4.12':
      return { hasReliableStacks: true, switchesItself: 'nowhere' };
    case 'no-stack':
      return { hasReliableStacks: false, switchesItself: 'nowhere' };
    default:
      return { hasReliableStacks: true, switchesItself: 'before it sleeps freezably' };
  }
}
