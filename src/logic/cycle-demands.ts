import { type FairnessMasks, hasBit } from './fairness-masks.js';

/** More demands than this do not fit into the bits of a number, with what belongs to them. */
const maximumBits = 30;

/**
 * What is demanded of the cycle of a lasso, as bits that are collected along it. An acceptance set is met at a node; a
 * weak constraint by a step, or where none is enabled. A strong one has two bits: it was enabled, and it was taken.
 */
export class CycleDemands {
  /** The bits that every cycle must collect. */
  private readonly needed: number;
  private readonly weak: readonly number[];
  private readonly strong: readonly number[];
  private readonly firstStrong: number;
  private readonly ofState = new Map<number, number>();

  private constructor(
    private readonly fairness: FairnessMasks,
    private readonly acceptanceSets: number,
    states: readonly number[],
  ) {
    const enabled = new Int32Array(fairness.words);
    for (const state of states)
      for (let word = 0; word < fairness.words; word++)
        enabled[word] = (enabled[word] as number) | fairness.enabledIn(state, word);
    // One that is never enabled is met by whatever happens.
    const numbers = fairness.constraints
      .map((_, number) => number)
      .filter((number) => hasBit(enabled, number));
    this.weak = numbers.filter((number) => hasBit(fairness.weak, number));
    this.strong = numbers.filter((number) => hasBit(fairness.strong, number));
    this.firstStrong = acceptanceSets + this.weak.length;
    this.needed = 2 ** this.firstStrong - 1;
  }

  /** @param states those that may be in the cycle. @returns undefined when there are more demands than bits */
  static of(
    fairness: FairnessMasks,
    acceptanceSets: number,
    states: readonly number[],
  ): CycleDemands | undefined {
    const demands = new CycleDemands(fairness, acceptanceSets, states);
    return demands.bits > maximumBits ? undefined : demands;
  }

  /** How many bits there are. */
  get bits(): number {
    return this.firstStrong + 2 * this.strong.length;
  }

  /** Whether a cycle that has collected these bits is accepted and fair. */
  areMetBy(collected: number): boolean {
    const enabled = collected >>> this.firstStrong;
    const taken = enabled >>> this.strong.length;
    const all = 2 ** this.strong.length - 1;
    return this.couldBeMetBy(collected) && (enabled & all & ~taken) === 0;
  }

  /** Whether a cycle within a part of the graph can be accepted and fair, as far as is seen from all bits of that part. */
  couldBeMetBy(collected: number): boolean {
    return (collected & this.needed) === this.needed;
  }

  /** The bits that are collected in a state of the graph, besides those of the acceptance sets. */
  atState(state: number): number {
    let bits = this.ofState.get(state);
    if (bits === undefined) {
      const { fairness } = this;
      bits = this.bitsOf(
        (number) => !fairness.isEnabledIn(state, number),
        (number) => (fairness.isEnabledIn(state, number) ? 1 : 0),
      );
      this.ofState.set(state, bits);
    }
    return bits;
  }

  /** The bits that are collected by a step of a kind. */
  byKind(kind: number): number {
    const isTaken = (number: number): boolean => this.fairness.isTakenBy(kind, number);
    return this.bitsOf(isTaken, (number) => (isTaken(number) ? 2 ** this.strong.length : 0));
  }

  private bitsOf(isMet: (weak: number) => boolean, strongBit: (strong: number) => number): number {
    let bits = 0;
    this.weak.forEach((number, index) => {
      if (isMet(number)) bits |= 1 << (this.acceptanceSets + index);
    });
    this.strong.forEach((number, index) => {
      bits |= strongBit(number) << (this.firstStrong + index);
    });
    return bits;
  }
}
