import type { Source } from './statement.js';

/** What is right for a model and a property or quantity; either may be `others`: all that the scenario does not name. */
export interface Expectation {
  readonly model: string;
  readonly property: string;
  readonly verdict: ExpectedVerdict;
  readonly source: Source;
}

/**
 * `not-violated` leaves it open whether it holds vacuously, and `violated` whose doing it is; `before-the-patch` and
 * `after-the-patch` say that it is the old functions' alone, or the new ones'.
 */
export const expectedVerdicts = [
  'holds',
  'violated',
  'vacuous',
  'not-violated',
  'before-the-patch',
  'after-the-patch',
] as const;

/** Of a property, a word; of a quantity, how much it takes. */
export type ExpectedVerdict = (typeof expectedVerdicts)[number] | MeasuredText;

/** The worst case, or the best and the worst one, as decimal numbers without leading zeros: `17`, `2..9`. */
export type MeasuredText = `${number}` | 'unbounded' | `${number}..${number}` | `${number}..unbounded`;
