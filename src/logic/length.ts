/**
 * How long the longest way from a state is, in one number that grows with how many steps are counted on it: twice as many, and
 * one more where some way on which as many are counted comes to an end.
 */
export type Length = number;

/** Of a way on which nothing is counted, and that never ends. */
export const nothing: Length = 0;
/** Of the way from where it is over already. */
export const over: Length = 1;
export const unbounded: Length = 0x7fffffff;

export function longer(length: Length, steps: number): Length {
  return length === unbounded ? unbounded : length + 2 * steps;
}

export function countedIn(length: Length): number {
  return length >> 1;
}

export function comesToAnEnd(length: Length): boolean {
  return length % 2 === 1;
}
