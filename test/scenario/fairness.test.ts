import { expect, test } from 'vitest';
import { parseScenario, type Scenario } from '../../src/scenario/index.js';
import { scenarioOf } from '../support/scenarios.js';

/** A scenario with these lines at its end, from line 19 on. `reader` does everything, `idler` nothing. */
const withLines = (lines: string): string => `scenario: test
locks: [A]
events: [ready]
functions:
  f: { old: [], new: [call g] }
  g: { old: [loop: [sleep]], new: [] }
  idle: [{ trylock: A, then: [unlock A] }, { forever: [] }]
syscalls:
  read: [call f, wait ready]
  idle: [call idle]
tasks:
  reader: { kind: user, runs: [read], count: 2, repeat: once }
  idler: { kind: user, runs: [idle] }
  flusher: { kind: kthread, runs: [{ sleep: interruptible, on-signal: [lock A] }, safe-point] }
  spinner: { kind: kthread, runs: [safe-point] }
  hog: { kind: cpu-hog }
  ticked: { kind: cpu-hog, timer: true }
  script: { kind: signaller }
${lines}
`;

const read = (lines: string): Scenario['fairness'] => scenarioOf(withLines(lines)).fairness;

test('nothing more is assumed than is written', () => {
  expect(read('')).toEqual([]);
  expect(read('fairness: {}')).toEqual([]);
});

test('assumptions are read with their places, the weak ones first', () => {
  expect(
    read('fairness:\n  strong: [completes(patcher), reader]\n  weak: [wakes-up(reader), "is-woken( hog )"]'),
  ).toEqual([
    { strength: 'weak', process: 'reader', steps: 'wakes-up', source: { line: 21, column: 10 } },
    { strength: 'weak', process: 'hog', steps: 'is-woken', source: { line: 21, column: 28 } },
    { strength: 'strong', process: 'patcher', steps: 'completes', source: { line: 20, column: 12 } },
    { strength: 'strong', process: 'reader', source: { line: 20, column: 32 } },
  ]);
});

test.for([
  'enters-kernel(reader)',
  'wakes-up(reader)',
  'is-woken(reader)',
  'acquires(reader)',
  'leaves-loop(reader)',
  'exits(reader)',
  'enters-kernel(idler)',
  'is-woken(idler)',
  'wakes-up(flusher)',
  'acquires(flusher)',
  'is-woken(spinner)',
  'is-woken(hog)',
  'is-interrupted(ticked)',
  'enters-kernel(script)',
  'is-woken(script)',
  'patcher',
  'hog',
])('may be assumed: %s', (text) => {
  expect(read(`fairness: { weak: [${text}], strong: [${text}] }`)).toHaveLength(2);
});

interface Case {
  readonly text: string;
  readonly column?: number;
  readonly message: string;
  readonly hint?: string;
}

const [user, kthread, hog] = [
  'enters-kernel, wakes-up, is-woken, acquires, leaves-loop, exits',
  'wakes-up, is-woken, acquires, leaves-loop',
  'is-woken, is-interrupted',
];

test.each<Case>([
  { text: 'raeder', message: "unknown process 'raeder'", hint: "did you mean 'reader'?" },
  {
    text: 'wakes-up(raeder)',
    column: 31,
    message: "unknown process 'raeder'",
    hint: "did you mean 'reader'?",
  },
  {
    text: 'wakes-up(up)',
    column: 31,
    message: "unknown process 'up'",
    hint: 'declared: reader, idler, flusher, spinner, hog, ticked, script, patcher',
  },
  {
    text: 'wakes-up(reader.2)',
    column: 31,
    message: "unknown process 'reader.2'",
    hint: "'reader' means each of the 2 by itself",
  },
  { text: 'wakes-up', message: "unknown process 'wakes-up'", hint: 'of a process: wakes-up(reader)' },
  {
    text: 'wake-up(reader)',
    message: `'reader', a user task, has no steps 'wake-up', expected one of: ${user}`,
    hint: "did you mean 'wakes-up'?",
  },
  {
    text: 'quux(reader)',
    message: `'reader', a user task, has no steps 'quux', expected one of: ${user}`,
  },
  {
    text: 'enters-kernel(flusher)',
    message: `'flusher', a kthread task, has no steps 'enters-kernel', expected one of: ${kthread}`,
  },
  {
    text: 'is-interrupted(reader)',
    message: `'reader', a user task, has no steps 'is-interrupted', expected one of: ${user}`,
  },
  {
    text: 'exits(hog)',
    message: `'hog', a cpu-hog task, has no steps 'exits', expected one of: ${hog}`,
  },
  {
    text: 'acquires(script)',
    message: "'script', a signaller task, has no steps 'acquires', expected one of: enters-kernel, is-woken",
  },
  {
    text: 'complete(patcher)',
    message: "the patcher has no steps 'complete', expected one of: completes",
    hint: "did you mean 'completes'?",
  },
  {
    text: 'wakes-up(idler)',
    message: "'idler' never takes steps 'wakes-up': nothing that it runs has a 'sleep'",
  },
  {
    text: 'acquires(idler)',
    message:
      "'idler' never takes steps 'acquires': nothing that it runs has a 'lock' or a 'read-lock' or a 'down' or a 'wait-for-completion' or a 'wait' or a 'load' or a 'unload'",
  },
  {
    text: 'leaves-loop(idler)',
    message: "'idler' never takes steps 'leaves-loop': nothing that it runs has a 'loop'",
  },
  { text: 'exits(idler)', message: "'idler' never takes steps 'exits': it has no 'repeat: once'" },
  {
    text: 'leaves-loop(flusher)',
    message: "'flusher' never takes steps 'leaves-loop': nothing that it runs has a 'loop'",
  },
  {
    text: 'is-interrupted(hog)',
    message: "'hog' never takes steps 'is-interrupted': it has no 'timer: true'",
  },
  {
    text: 'hog, is-woken(reader), hog',
    column: 45,
    message: "'hog' is assumed twice",
    hint: 'first at line 19',
  },
  {
    text: 'is-woken(reader), is-woken( reader )',
    column: 40,
    message: "'is-woken( reader )' is assumed twice",
    hint: 'first at line 19',
  },
  {
    text: 'wakes-up reader',
    message: 'expected a process, or steps of a process such as wakes-up(reader)',
  },
  {
    text: '"wakes-up(reader, hog)"',
    message: 'expected a process, or steps of a process such as wakes-up(reader)',
  },
  { text: '3', message: 'expected text, found the number 3', hint: 'as text: "3"' },
])('is refused: $text', ({ text, column = 22, message, hint }) => {
  const line = `fairness: { strong: [${text}] }`;
  const parsed = parseScenario(withLines(line), 'test.yaml');
  expect(parsed.ok ? 'it was accepted' : parsed.diagnostics).toMatchObject([
    { message, file: 'test.yaml', line: 19, column, excerpt: line, ...(hint && { hint }) },
  ]);
});

test.each([
  {
    line: 'fairness: { week: [hog] }',
    column: 13,
    message: "unknown key 'week', expected one of: weak, strong",
    hint: "did you mean 'weak'?",
  },
  { line: 'fairness: [hog]', column: 11, message: 'expected a mapping, found a list' },
  {
    line: 'fairness: { weak: hog }',
    column: 19,
    message: "expected a list, found 'hog'",
    hint: 'in a list: [hog]',
  },
  {
    line: 'fairness: { weak: [] }',
    column: 19,
    message: 'expected at least one, found an empty list',
  },
])('is refused: $line', ({ line, column, message, hint }) => {
  const parsed = parseScenario(withLines(line), 'test.yaml');
  expect(parsed.ok ? 'it was accepted' : parsed.diagnostics).toMatchObject([
    { message, file: 'test.yaml', line: 19, column, excerpt: line, ...(hint && { hint }) },
  ]);
});
