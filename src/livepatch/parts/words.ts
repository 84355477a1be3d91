/*
 * What the patcher's places and steps are called in traces: what a model says in its own words, or in the kernel's.
 */

/** A transition during which the patcher stands at one place. */
export interface TransitionWords {
  readonly at: string;
  readonly starts: string;
  readonly ends: string;
}

export interface OneByOneWords {
  /** What is done to a unit, for which `%` stands in `each`: the name of a function, or `all functions`. */
  readonly putIn: { at(unit: string): string; readonly each: string };
  readonly takenOut: { at(unit: string): string; readonly each: string };
}

export interface LazyWords {
  /** What the flag of a task is called. */
  readonly flag: string;
  /** Who gets the flag when a transition begins, the default first; unless said, all tasks. */
  readonly marks?: readonly [Marks, ...Marks[]];
  readonly putIn: TransitionWords;
  /** After the patcher has changed its mind. */
  readonly back: TransitionWords;
  readonly takenOut: TransitionWords;
}

/** All tasks, or those alone that are in the kernel: who is in user space has crossed the boundary already. */
export type Marks = 'all' | 'in-kernel';

/** A migration by the stack, which needs no flag. */
export type StackWords = Omit<LazyWords, 'flag' | 'marks'>;

/** A point at which the tasks are held that come to the boundary, on demand, during a lazy migration. */
export interface SynchronisedWords extends LazyWords {
  readonly point: {
    readonly demand: string;
    readonly putIn: { readonly at: string; readonly ends: string };
    readonly back: { readonly starts: string };
    readonly takenOut: { readonly at: string; readonly ends: string };
  };
}

/** How the steps are called between the callbacks of a patch, where all tasks are held. */
export interface HeldCallbackWords {
  readonly putIn: { readonly holds: string; readonly switches: string };
  readonly takenOut: { readonly holds: string; readonly switches: string };
  readonly releases: string;
  readonly refuses: string;
}

/** The same where the machine is stopped; what is run before and after that is run while tasks go on. */
export interface StoppedCallbackWords {
  readonly refuses: string;
  readonly goesOn: string;
  readonly triesAgain: string;
  readonly finds: string;
  readonly restores: string;
  readonly isOut: string;
}

export interface FreezeWords {
  readonly replaces?: never;
  /** Absent where a patch has no callbacks. */
  readonly callbacks?: HeldCallbackWords;
  readonly putIn: TransitionWords;
  readonly back: { readonly starts: string };
  readonly takenOut: TransitionWords;
}

export interface OpportunisticWords {
  readonly instants?: never;
  /** Absent where a patch has no callbacks. */
  readonly callbacks?: StoppedCallbackWords;
  /** How many attempts are made before the mechanism gives up, the default first; unless said, as many as it takes. */
  readonly attempts?: readonly [AttemptCount, ...AttemptCount[]];
  /** Whether it gives up to take the patch out, too. */
  readonly givesUpToTakeOut?: boolean;
  /** What a check of the stacks finds, the default first; unless said, who is in the functions, and nobody else. */
  readonly checks?: readonly [StackCheck, ...StackCheck[]];
  readonly putIn: TransitionWords & { readonly abandons: string };
  readonly back: { readonly starts: string };
  readonly takenOut: TransitionWords & { readonly abandons: string };
}

export type AttemptCount = 'unlimited' | '1' | '5';

/** A conservative one takes any word on a stack for an address, and so finds what is left over from earlier calls, too. */
export type StackCheck = 'exact' | 'conservative';

/** A counter says when nobody is inside, so that no attempt is made in vain. */
export interface CountedWords {
  readonly instants: 'counted';
  readonly putIn: TransitionWords;
  readonly back: { readonly starts: string };
  readonly takenOut: TransitionWords;
}

/** Of holding tasks until another kernel has been booted: what is replaced is all of it. */
export interface RebootWords {
  readonly replaces: 'the kernel';
  readonly putIn: TransitionWords & { readonly boots: string; readonly booting: string };
  readonly back: { readonly starts: string };
  readonly takenOut: TransitionWords & { readonly boots: string; readonly booting: string };
}
