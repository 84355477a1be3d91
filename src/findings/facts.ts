/** What a patch does, as far as no search is needed to know it. */
export interface PatchFacts {
  readonly functions: readonly ChangedFunction[];
  readonly types: readonly ChangedData[];
  /** Variables whose initialisers differ. */
  readonly tables: readonly ChangedData[];
}

/** A function that the patch changes, adds or removes. */
export interface ChangedFunction {
  readonly name: string;
  /** From the root of the source tree. */
  readonly file: string;
  /** From 1; of the new file, unless it is removed. */
  readonly line: number;
  readonly change: 'changed' | 'added' | 'removed';
  /** How its two signatures differ for a caller that was compiled for the other one; empty where it would notice nothing. */
  readonly signature: readonly string[];
  /** Head and body without comments; empty where there is none. */
  readonly old: string;
  readonly new: string;
}

/** A type of which objects exist, or a variable that exists, and that is another one in the new source. */
export interface ChangedData {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}
