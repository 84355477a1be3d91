import { expect, test } from 'vitest';
import { type Measure, meets, printMeasure, type Verdict } from '../../src/check/index.js';
import type { ExpectedVerdict } from '../../src/scenario/index.js';

const measured = (measure: Omit<Measure, 'unit'>, vacuous?: string): Verdict => ({
  kind: 'measured',
  measures: [{ unit: 'steps', ...measure }],
  ...(vacuous !== undefined && { vacuous }),
});

test.each<[string, Verdict, Partial<Record<ExpectedVerdict, boolean>>]>([
  [
    '0',
    measured({ best: 0, worst: 0 }),
    { '0': true, '0..0': true, '1': false, 'not-violated': true, holds: false },
  ],
  [
    '0..7',
    measured({ best: 0, worst: 7 }),
    { '7': true, '0..7': true, '1..7': false, '0': false, violated: false },
  ],
  ['2..∞', measured({ best: 2, worst: 'unbounded' }), { unbounded: true, '2..unbounded': true, '2': false }],
  ['no best', measured({ worst: 'unbounded' }), { unbounded: true, '0..unbounded': false, vacuous: false }],
  ['vacuous', measured({ worst: 0 }, 'nothing happens'), { vacuous: true, '0': false, 'not-violated': true }],
])('what is measured as %s', (_what, verdict, expectations) => {
  for (const [expected, isMet] of Object.entries(expectations))
    expect([expected, meets(verdict, expected as ExpectedVerdict)]).toEqual([expected, isMet]);
});

test('a measure is printed as it is expected', () => {
  expect(printMeasure({ unit: 'steps', best: 2, worst: 'unbounded' })).toBe('2..unbounded');
  expect(printMeasure({ unit: 'steps', best: 3, worst: 3 })).toBe('3');
  expect(printMeasure({ unit: 'steps', worst: 3 })).toBe('3');
});
