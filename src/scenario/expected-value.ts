import type { ExpectedVerdict, MeasuredText } from './scenario.js';
import { expectedVerdicts } from './scenario.js';

/** Whether what is expected is how much something takes: the text of a number, of a range, or `unbounded`. */
export function isExpectedValue(verdict: ExpectedVerdict): verdict is MeasuredText {
  return !(expectedVerdicts as readonly string[]).includes(verdict);
}

/** What is expected, in the one way in which it is written, or what is wrong with it. */
export function parseExpected(
  written: string | number,
): { readonly verdict: ExpectedVerdict } | { readonly message: string } {
  if (typeof written === 'number') return { verdict: `${written}` };
  if (!/^\d/.test(written)) return { verdict: written as ExpectedVerdict };
  const [low = '', high = low] = written.split('..');
  const counts = [Number(low), high === 'unbounded' ? Number.POSITIVE_INFINITY : Number(high)] as const;
  if (counts.some((count) => Number.isFinite(count) && !Number.isSafeInteger(count)))
    return { message: `${written} has numbers that are too large` };
  if (counts[0] > counts[1]) return { message: `the range ${written} is empty` };
  if (!written.includes('..')) return { verdict: `${counts[0]}` };
  return { verdict: high === 'unbounded' ? `${counts[0]}..unbounded` : `${counts[0]}..${counts[1]}` };
}
