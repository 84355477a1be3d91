import { expect, test } from 'vitest';
import { type ExpectedVerdict, isExpectedValue, parseScenario } from '../../src/scenario/index.js';

const withExpected = (written: string): string => `scenario: test
functions: { f: { old: [], new: [] } }
tasks: { hog: { kind: cpu-hog } }
expect:
  kgraft: { delay: ${written} }
`;

test.each<{ written: string; verdict: ExpectedVerdict; isValue?: boolean }>([
  { written: 'holds', verdict: 'holds', isValue: false },
  { written: 'violated', verdict: 'violated', isValue: false },
  { written: 'vacuous', verdict: 'vacuous', isValue: false },
  { written: 'not-violated', verdict: 'not-violated', isValue: false },
  { written: '0', verdict: '0' },
  { written: '17', verdict: '17' },
  { written: '007', verdict: '7' },
  { written: '"017"', verdict: '17' },
  { written: '9007199254740991', verdict: '9007199254740991' },
  { written: 'unbounded', verdict: 'unbounded' },
  { written: '2..9', verdict: '2..9' },
  { written: '"02..009"', verdict: '2..9' },
  { written: '3..3', verdict: '3..3' },
  { written: '0..unbounded', verdict: '0..unbounded' },
  { written: '00..unbounded', verdict: '0..unbounded' },
])('$written is expected as $verdict', ({ written, verdict, isValue = true }) => {
  const parsed = parseScenario(withExpected(written), 'test.yaml');
  expect(parsed.ok && parsed.value.expectations).toEqual([
    { model: 'kgraft', property: 'delay', verdict, source: { line: 5, column: 13 } },
  ]);
  expect(isExpectedValue(verdict)).toBe(isValue);
});

const anything =
  'expected holds, violated, vacuous, not-violated, before-the-patch, after-the-patch, a number, unbounded, or a range such as 2..9';

test.each<{ written: string; message: string; hint?: string }>([
  { written: 'violatd', message: `${anything}; found 'violatd'`, hint: "did you mean 'violated'?" },
  { written: 'unbouned', message: `${anything}; found 'unbouned'`, hint: "did you mean 'unbounded'?" },
  { written: 'many', message: `${anything}; found 'many'` },
  { written: '-1', message: `${anything}; found the number -1` },
  { written: '1.5', message: `${anything}; found the number 1.5` },
  { written: '.inf', message: `${anything}; found the number Infinity` },
  { written: '9007199254740993', message: `${anything}; found the number 9007199254740992` },
  { written: '-1..2', message: `${anything}; found '-1..2'` },
  { written: '2..', message: `${anything}; found '2..'` },
  { written: '2..3..4', message: `${anything}; found '2..3..4'` },
  {
    written: 'unbounded..3',
    message: `${anything}; found 'unbounded..3'`,
    hint: "did you mean 'unbounded'?",
  },
  { written: 'unbounded..unbounded', message: `${anything}; found 'unbounded..unbounded'` },
  { written: 'true', message: `${anything}; found the truth value true` },
  { written: '[2, 9]', message: `${anything}; found a list` },
  { written: 'null', message: `${anything}; found nothing` },
  { written: '9..2', message: 'the range 9..2 is empty' },
  { written: '0..9007199254740993', message: '0..9007199254740993 has numbers that are too large' },
])('$written is refused', ({ written, message, hint }) => {
  const text = withExpected(written);
  const parsed = parseScenario(text, 'test.yaml');
  const excerpt = text.split('\n')[4];
  expect(parsed.ok ? 'it was accepted' : parsed.diagnostics).toMatchObject([
    { message, file: 'test.yaml', line: 5, column: 20, excerpt, ...(hint && { hint }) },
  ]);
});
