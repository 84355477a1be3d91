/* What kernels have had wrong in live patching since 2015, as facts: what was found of it, and where, is on a generated page. */

/** A scenario under a model. */
export interface Question {
  /** Below `scenarios/klp`, or a path from the root of the repository, without its ending. */
  readonly scenario: string;
  readonly model: string;
}

export interface HistoricalBug {
  readonly name: string;
  /** The commits that repaired it, abbreviated; none, if it is open, or if they are not known. */
  readonly commits: readonly string[];
  /** The first Linux with the repair, or the year; or that there is none. */
  readonly repaired: string;
  readonly source: string;
  /** The run in words. */
  readonly happens: string;
  /** What the repair changes. */
  readonly repair: string;
  /** What stands for what, where that is not plain; what the model cannot say. */
  readonly modelled?: string;
  readonly property: string;
  readonly buggy: Question;
  readonly repairedAs: Question;
}

/** What was thought possible, and is not found. */
export interface NotFound {
  readonly name: string;
  readonly source: string;
  readonly thought: string;
  readonly because: string;
  readonly question: Question;
  /** What holds there with the fault as it does without. */
  readonly sound: Question;
}

/** What cannot be said yet. */
export interface OutOfReach {
  readonly name: string;
  readonly commits: readonly string[];
  readonly repaired: string;
  readonly lacks: string;
}
