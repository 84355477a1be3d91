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
  readonly putIn: TransitionWords;
  /** After the patcher has changed its mind. */
  readonly back: TransitionWords;
  readonly takenOut: TransitionWords;
}

/** A migration by the stack, which needs no flag. */
export type StackWords = Omit<LazyWords, 'flag'>;

/** A point at which those are held who come to the boundary, on demand, during a lazy migration. */
export interface SynchronisedWords extends LazyWords {
  readonly point: {
    readonly demand: string;
    readonly putIn: { readonly at: string; readonly ends: string };
    readonly back: { readonly starts: string };
    readonly takenOut: { readonly at: string; readonly ends: string };
  };
}

export interface FreezeWords {
  readonly putIn: TransitionWords;
  readonly back: { readonly starts: string };
  readonly takenOut: TransitionWords;
}

export interface OpportunisticWords {
  readonly putIn: TransitionWords & { readonly abandons: string };
  readonly back: { readonly starts: string };
  readonly takenOut: TransitionWords & { readonly abandons: string };
}
