import type { Trial } from './target.js';

/** Which steps of the mechanisms random scenarios have exercised, as `model: action`. */
export interface Coverage {
  readonly exercised: readonly string[];
  readonly neverExercised: readonly string[];
}

/** What has been exercised so far. */
export class CoverageRecord {
  private readonly exercised = new Set<string>();
  private readonly known = new Set<string>();

  /** Whether a trial exercised something that none before it had. */
  add({ exercised, known }: Trial): boolean {
    const before = this.exercised.size;
    for (const step of exercised) this.exercised.add(step);
    for (const step of known) this.known.add(step);
    return this.exercised.size > before;
  }

  get summary(): Coverage {
    return {
      exercised: [...this.exercised].sort(),
      neverExercised: [...this.known].filter((step) => !this.exercised.has(step)).sort(),
    };
  }
}
