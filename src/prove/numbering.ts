/**
 * Numbers for components, so that each leads to smaller ones only, or to its own. Components whose runs cannot stay for the same reason
 * share numbers as far as they can: few numbers take little room.
 */
export class Numbering {
  private last = 0;
  /** By reason: the numbers that have been given for it, from the least. */
  private readonly given: (number[] | undefined)[] = [];

  /** The least number of a reason that is at least so great. */
  next(reason: number, least: number): number {
    const numbers = this.given[reason] ?? [];
    this.given[reason] = numbers;
    let low = 0;
    let high = numbers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((numbers[middle] as number) < least) low = middle + 1;
      else high = middle;
    }
    const { [low]: known } = numbers;
    if (known !== undefined) return known;
    numbers.push(this.alone());
    return this.last;
  }

  /** A number for one component alone. */
  alone(): number {
    this.last += 1;
    return this.last;
  }
}
