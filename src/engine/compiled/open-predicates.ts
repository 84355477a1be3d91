import { openBits } from '../codegen/index.js';
import type { Findings } from '../machine/index.js';
import type { Requirements } from '../requirements/index.js';

/**
 * The predicates of which it is not yet known whether they come true: an invariant until it is violated, a goal until it is reached. As less is open, more
 * steps are ample. It changes from one level of the search to the next only, so that it is known for each state what was
 * open when it was expanded, in whichever order that was done.
 */
export class OpenPredicates {
  private readonly changes: { readonly from: number; readonly words: Int32Array }[];
  private readonly count: number;

  constructor(
    private readonly requirements: Requirements,
    private readonly properties: readonly string[],
    private readonly findings: Findings,
  ) {
    this.count = requirements.invariants.length + requirements.goals.size;
    this.changes = [{ from: 0, words: openBits(this.count, () => true) }];
  }

  /** Closes what is decided, for the states from that one on. */
  closeFrom(from: number): void {
    const { invariants } = this.requirements;
    const words = openBits(this.count, (predicate) => {
      const invariant = invariants[predicate];
      if (!invariant) return this.findings.reached[predicate - invariants.length] === 0;
      return this.findings.violated[this.properties.indexOf(invariant.property)] === 0;
    });
    const last = this.changes.at(-1)?.words;
    if (words.some((word, index) => word !== last?.[index])) this.changes.push({ from, words });
  }

  /** The interval of states around that one for which the same is open, and what is. */
  at(state: number): readonly [number, number, Int32Array] {
    const index = this.changes.findLastIndex(({ from }) => from <= state);
    const { from, words } = this.changes[index] as (typeof this.changes)[number];
    return [from, this.changes[index + 1]?.from ?? Number.POSITIVE_INFINITY, words];
  }
}
