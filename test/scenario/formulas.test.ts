import { describe, expect, test } from 'vitest';
import { type Diagnostic, parseScenario, type Scenario } from '../../src/scenario/index.js';
import { scenarioOf } from '../support/scenarios.js';

/** A scenario with these lines at its end, from line 15 on. */
const withLines = (lines: string): string => `scenario: test
locks: [alpha, beta]
events: [ready]
data: { format: [v1, v2], users: -1..3, fd: { values: [closed, open], per: task } }
functions:
  f: { old: [], new: [] }
  g: { old: [], new: [] }
  helper: []
syscalls: { read: [call f, call g] }
tasks:
  reader: { kind: user, runs: [read] }
  writer: { kind: user, runs: [read], count: 2 }
  flusher: { kind: kthread, runs: [call helper, safe-point] }
  hog: { kind: cpu-hog }
${lines}
`;

/** A formula as the scalar that begins at column 6 of line 16. */
const withFormula = (scalar: string): string => withLines(`properties:\n  p: ${scalar}`);

const read = (scalar: string): Scenario['formulas'][number] =>
  scenarioOf(withFormula(scalar)).formulas[0] ?? expect.fail();

const diagnosticsOf = (text: string): readonly Diagnostic[] => {
  const parsed = parseScenario(text, 'test.yaml');
  return parsed.ok ? expect.fail('it was accepted') : parsed.diagnostics;
};

describe('formulas', () => {
  test('are read with their names, texts and places', () => {
    const { formulas } = scenarioOf(
      withLines(
        'properties: { answered: "[] (sleeping(reader) -> <> running(reader))", ends: <> !in-transition }',
      ),
    );
    expect(formulas.map(({ name, text, source }) => [name, text, source])).toEqual([
      ['answered', '[] (sleeping(reader) -> <> running(reader))', { line: 15, column: 15 }],
      ['ends', '<> !in-transition', { line: 15, column: 72 }],
    ]);
    expect(formulas[1]?.formula).toEqual({
      kind: 'eventually',
      operand: { kind: 'not', operand: { kind: 'atom', name: 'in-transition' } },
    });
    expect(formulas[0]?.atoms).toEqual(
      new Map([
        ['sleeping(reader)', { kind: 'sleeping', task: 'reader' }],
        ['running(reader)', { kind: 'running', task: 'reader' }],
      ]),
    );
  });

  test('are none when there are none', () => {
    expect(scenarioOf(withLines('')).formulas).toEqual([]);
  });

  test('of several lines are shown on one', () => {
    const { text, atoms } = read('|\n    running(reader)\n      && held( hog )\n');
    expect(text).toBe('running(reader) && held( hog )');
    expect([...atoms.keys()]).toEqual(['running(reader)', 'held( hog )']);
  });

  test('may be without atoms', () => {
    expect(read('"[] true"').atoms.size).toBe(0);
  });

  test('of the greatest length are read, however deep they nest', () => {
    const nested = `${'('.repeat(1995)}held(hog)${')'.repeat(1995)}`;
    expect(read(nested).atoms.size).toBe(1);
    expect(read(`"${'!'.repeat(3991)}held(hog)"`).atoms.size).toBe(1);
  });
});

test.for<readonly [text: string, atom: object]>([
  ['in-transition', { kind: 'in-transition' }],
  ['patched', { kind: 'patched' }],
  ['unpatched', { kind: 'unpatched' }],
  ['unloaded', { kind: 'unloaded' }],
  ['running(reader)', { kind: 'running', task: 'reader' }],
  ['sleeping(writer.2)', { kind: 'sleeping', task: 'writer.2' }],
  ['in-kernel(flusher)', { kind: 'in-kernel', task: 'flusher' }],
  ['in-user-space(hog)', { kind: 'in-user-space', task: 'hog' }],
  ['held(reader)', { kind: 'held', task: 'reader' }],
  ['awaited(flusher)', { kind: 'awaited', task: 'flusher' }],
  ['exited(reader)', { kind: 'exited', task: 'reader' }],
  ['inside-old(reader)', { kind: 'inside-old', task: 'reader' }],
  ['inside-old(reader, f)', { kind: 'inside-old', task: 'reader', function: 'f' }],
  ['inside-new(writer.1,g)', { kind: 'inside-new', task: 'writer.1', function: 'g' }],
  ['holds(reader, alpha)', { kind: 'holds', task: 'reader', lock: 'alpha' }],
  ['waits-for( reader , beta )', { kind: 'waits-for', task: 'reader', lock: 'beta' }],
  ['pending(ready)', { kind: 'pending', event: 'ready' }],
  ['is(format, v2)', { kind: 'is', data: 'format', value: 'v2' }],
  ['is(users, -1)', { kind: 'is', data: 'users', value: -1 }],
  ['is(fd, open, writer.2)', { kind: 'is', data: 'fd', value: 'open', task: 'writer.2' }],
])('the atom %s', ([text, atom]) => {
  expect(read(`"<> ${text}"`).atoms).toEqual(new Map([[text, atom]]));
});

interface Case {
  readonly what: string;
  readonly formula: string;
  readonly column: number;
  readonly message: string;
  readonly hint?: string;
}

const forms =
  'in-transition, patched, unpatched, unloaded, running(t), sleeping(t), in-kernel(t), in-user-space(t), held(t), awaited(t), exited(t), ' +
  'inside-old(t), inside-old(t, f), inside-new(t), inside-new(t, f), inside(t, f, version), ' +
  'holds(t, L), waits-for(t, L), pending(E), is(D, value), is(D, value, t)';

test.each<Case>([
  {
    what: 'no operand',
    formula: '"<> held(hog) &&"',
    column: 22,
    message: 'column 16 of the formula: the formula ends where an operand is expected',
  },
  {
    what: 'no text',
    formula: '""',
    column: 7,
    message: 'column 1 of the formula: the formula ends where an operand is expected',
  },
  {
    what: 'a parenthesis that is not closed',
    formula: '<> (held(hog)',
    column: 19,
    message: "column 14 of the formula: expected ')' for the '(' at column 4",
  },
  {
    what: 'a space before the arguments',
    formula: "'held (hog)'",
    column: 12,
    message: "column 6 of the formula: unexpected '(', expected an operator or the end",
  },
  {
    what: 'an unknown character, in quotes',
    formula: '"held(hog) % 2"',
    column: 17,
    message: "column 11 of the formula: unexpected '%'",
  },
  {
    what: 'a misspelt atom',
    formula: '<> (slepeing(reader) || held(hog))',
    column: 10,
    message: "unknown atom 'slepeing'",
    hint: "did you mean 'sleeping'?",
  },
  {
    what: 'an atom that is like none',
    formula: '"X(quux)"',
    column: 9,
    message: "unknown atom 'quux'",
    hint: `expected one of: ${forms}`,
  },
  {
    what: 'no task',
    formula: '<> held()',
    column: 9,
    message: "expected held(t), found 'held()'",
  },
  {
    what: 'one argument too many',
    formula: "'<> inside-old(reader, f, g)'",
    column: 10,
    message: "expected inside-old(t) or inside-old(t, f), found 'inside-old(reader, f, g)'",
  },
  {
    what: 'no value',
    formula: '<> is(format)',
    column: 9,
    message: "expected is(D, value) or is(D, value, t), found 'is(format)'",
  },
  {
    what: 'an argument of an atom that takes none',
    formula: '<> in-transition(hog)',
    column: 9,
    message: "expected in-transition, found 'in-transition(hog)'",
  },
  {
    what: 'an unknown task',
    formula: '<> held(raeder)',
    column: 9,
    message: "unknown task 'raeder'",
    hint: "did you mean 'reader'?",
  },
  {
    what: 'a task that is like none',
    formula: '<> held(patcher)',
    column: 9,
    message: "unknown task 'patcher'",
    hint: 'declared: reader, writer.1, writer.2, flusher, hog',
  },
  {
    what: 'several tasks',
    formula: '<> held(writer)',
    column: 9,
    message: "'writer' is more than one task",
    hint: 'there are 2 of them: writer.1, writer.2',
  },
  {
    what: 'a task of a number that is not there',
    formula: '<> held(writer.3)',
    column: 9,
    message: "unknown task 'writer.3'",
    hint: "did you mean 'writer.1'?",
  },
  {
    what: 'user space of a kernel thread',
    formula: '<> in-user-space(flusher)',
    column: 9,
    message: "'flusher' is a kernel thread, which has no user space",
  },
  {
    what: 'an unknown function',
    formula: '<> inside-new(reader, h)',
    column: 9,
    message: "unknown function 'h'",
    hint: 'declared: f, g, helper',
  },
  {
    what: 'a function that is not patched',
    formula: '<> inside-new(reader, helper)',
    column: 9,
    message: "the function 'helper' is not patched",
    hint: 'patched: f, g',
  },
  {
    what: 'an unknown lock',
    formula: '<> holds(reader, alhpa)',
    column: 9,
    message: "unknown lock 'alhpa'",
    hint: "did you mean 'alpha'?",
  },
  {
    what: 'an unknown event',
    formula: '<> pending(raedy)',
    column: 9,
    message: "unknown event 'raedy'",
    hint: "did you mean 'ready'?",
  },
  {
    what: 'unknown data',
    formula: '<> is(fromat, v1)',
    column: 9,
    message: "unknown data 'fromat'",
    hint: "did you mean 'format'?",
  },
  {
    what: 'an unknown value',
    formula: '<> is(format, v3)',
    column: 9,
    message: "'v3' is not a value of 'format', which is [v1, v2]",
    hint: "did you mean 'v1'?",
  },
  {
    what: 'a value out of its range',
    formula: '<> is(users, 4)',
    column: 9,
    message: "'4' is not a value of 'users', which is -1..3",
  },
  {
    what: 'no value of a counter',
    formula: '<> is(users, )',
    column: 9,
    message: "'' is not a value of 'users', which is -1..3",
  },
  {
    what: 'a task for shared data',
    formula: '<> is(format, v1, reader)',
    column: 9,
    message: "'format' is shared by all tasks, so no task is named",
    hint: 'is(format, v1)',
  },
  {
    what: 'no task for data of each task',
    formula: '<> is(fd, open)',
    column: 9,
    message: "each task has a 'fd' of its own, so one is to be named",
    hint: 'is(fd, open, reader)',
  },
  {
    what: 'an atom whose text is part of another one before it',
    formula: '"held(hog) && hog"',
    column: 20,
    message: "unknown atom 'hog'",
    hint: `expected one of: ${forms}`,
  },
  {
    what: 'a quote with an escape before it',
    formula: '"held(hog)\\t&& helt(hog)"',
    column: 6,
    message: "column 14 of the formula: unknown atom 'helt'",
    hint: "did you mean 'held'?",
  },
  {
    what: 'a block of text',
    formula: '>-\n    held(hog)\n    && helt(hog)',
    column: 6,
    message: "column 14 of the formula: unknown atom 'helt'",
    hint: "did you mean 'held'?",
  },
  {
    what: 'a syntax error in a block of text',
    formula: '|\n    held(hog)\n    &&',
    column: 6,
    message: 'column 14 of the formula: the formula ends where an operand is expected',
  },
  {
    what: 'plain text on two lines',
    formula: '<> held(hog)\n    && helt(hog)',
    column: 6,
    message: "column 17 of the formula: unknown atom 'helt'",
    hint: "did you mean 'held'?",
  },
  {
    what: 'a list',
    formula: '[]',
    column: 6,
    message: 'expected a formula, in quotes',
  },
  {
    what: 'a formula that YAML takes for a list',
    formula: '[] held(hog)',
    column: 9,
    message: 'not YAML: Unexpected scalar at node end',
    hint: 'a formula that begins with [] or ! is written in quotes',
  },
  {
    what: 'a formula that YAML takes for a tag',
    formula: '!held(hog)',
    column: 6,
    message: 'expected no tag, found !held(hog)',
    hint: 'a formula that begins with [] or ! is written in quotes',
  },
  {
    what: 'a long text',
    formula: `"<>${' '.repeat(4000)}held(hog)"`,
    column: 6,
    message: 'expected a formula of at most 4000 characters',
  },
])('is refused: $what', ({ formula, column, message, hint }) => {
  const [first, ...more] = diagnosticsOf(withFormula(formula));
  expect(more).toEqual([]);
  const excerpt = withFormula(formula).split('\n')[15];
  expect(first).toMatchObject({
    message,
    file: 'test.yaml',
    line: 16,
    column,
    excerpt,
    ...(hint && { hint }),
  });
});

test('all that is wrong with a formula is told, each at its position', () => {
  const wrong = diagnosticsOf(withFormula('"helt(hog) U (held(gho) && helt(hog))"'));
  expect(wrong.map(({ column, message }) => [column, message])).toEqual([
    [7, "unknown atom 'helt'"],
    [20, "unknown task 'gho'"],
  ]);
});

test.each([
  {
    what: 'others',
    lines: 'properties: { others: "true" }',
    column: 15,
    message: "no property can be called 'others'",
    hint: "to 'expect', that is every property that it does not name",
  },
  {
    what: 'a name with a space',
    lines: 'properties: { a b: "true" }',
    column: 15,
    message: 'expected a name: a letter from A to Z or a to z, then such letters, digits, _, - or .',
    hint: 'for example: a-b',
  },
  {
    what: 'a name twice',
    lines: 'properties: { a: "true", a: "true" }',
    column: 26,
    message: "the key 'a' is there twice",
  },
  {
    what: 'a text',
    lines: 'properties: <> true',
    column: 13,
    message: "expected a mapping, found '<> true'",
  },
])('no name of a property: $what', ({ lines, column, message, hint }) => {
  const wrong = diagnosticsOf(withLines(lines));
  expect(wrong).toMatchObject([
    { message, file: 'test.yaml', line: 15, column, excerpt: lines, ...(hint && { hint }) },
  ]);
});
