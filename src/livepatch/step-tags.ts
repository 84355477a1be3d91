/**
 * How the steps of processes are tagged: the names by which fairness and quantities speak of them. What a task need not
 * do is `voluntary`: nothing obliges it to leave user space, nor anything outside the scenario to end its sleep.
 */
export const stepTags = {
  voluntary: 'voluntary',
  /** A user task comes to make a system call, and does it, or is held. */
  entersKernel: 'enters-kernel',
  makesSystemCall: 'makes-system-call',
  /** A sleep ends because of something outside the scenario. */
  wakesUp: 'wakes-up',
  /** A sleep is ended, or user space is interrupted, by a signal or by the patcher. */
  isWoken: 'is-woken',
  /** Takes a lock, or an event: another task may take it first. */
  acquires: 'acquires',
  /** Besides `acquires`: goes on by a condition, of which nothing is taken, so that nobody queues for it. */
  takesNothing: 'takes-nothing',
  leavesLoop: 'leaves-loop',
  /** The timer interrupts a task in user space. */
  isInterrupted: 'is-interrupted',
  /** An interrupt comes, or a timer. */
  interrupts: 'interrupts',
  /** Of a task that may be interrupted: what it does next, whatever comes in between. */
  goesOn: 'goes-on',
  /** Comes back to user space from an interrupt, which is over then. */
  returnsFromInterrupt: 'returns-from-interrupt',
  exits: 'exits',
  /** A new task is put on the task list: by its parent, though it is a step of its own here. */
  isBorn: 'is-born',
  /** Of the patcher: ends a transition as it was meant to. */
  completes: 'completes',
  /** Of the patcher: a step that it takes if it can again and again. */
  succeeds: 'succeeds',
  /** Of the patcher: a voluntary step, by which it gives up what it has begun. */
  changesItsMind: 'changes-its-mind',
} as const;

/** The kinds of subjects that steps have. */
export const subjects = { function: 'function', signal: 'signal' } as const;

/** A tag of the steps that are taken from one location: a task that waits there is not served by what is given elsewhere. */
export function taggedAt(tag: string, location: string): string {
  return `${tag} at ${location}`;
}

export type StepTag = (typeof stepTags)[keyof typeof stepTags];
