import { describe, expect, test } from 'vitest';
import type { Cell } from '../../src/check/index.js';
import type { Notice } from '../../src/replay/index.js';
import { tell } from '../../src/trace/index.js';
import { cellsOf } from '../support/check.js';

/* What there is to notice in a run, as data, and how it is told. */

async function cellOf(text: string, model: string, property: string): Promise<Cell> {
  const cells = await cellsOf(text, model);
  return cells.find((each) => each.property.name === property) ?? expect.fail(`no property ${property}`);
}

async function noticesOf(
  text: string,
  model: string,
  kind: Notice['kind'],
): Promise<{ readonly notices: readonly Notice[]; readonly sentences: readonly string[] }> {
  const { verdict } = await cellOf(text, model, 'data-compatibility');
  if (verdict.kind !== 'violated') return expect.fail('it is not violated');
  const { counterexample } = verdict;
  return {
    notices: counterexample.notices.filter((notice) => notice.kind === kind),
    sentences: tell(counterexample).notices,
  };
}

const counters = (declared: string, body: string): string => `scenario: counters
data: { users: ${declared} }
functions: { f: { old: [], new: [${body}] } }
syscalls: { s: [call f] }
tasks: { t: { kind: user, runs: [s] } }
`;

describe('a counter that leaves its range', () => {
  test('is told with its value and its range, at the top', async () => {
    const text = counters('{ values: -1..2, initial: 2 }', 'increment users');
    const { notices, sentences } = await noticesOf(text, 'kgraft', 'counter-leaves-range');
    expect(notices).toEqual([
      {
        kind: 'counter-leaves-range',
        task: 't',
        counter: 'users',
        value: 2,
        low: -1,
        high: 2,
        by: 'increment',
      },
    ]);
    expect(sentences).toContain('t would increment users, which is 2, and has the range -1..2');
  });

  test('and at the bottom, of data that each task has', async () => {
    const text = counters('{ values: 0..2, initial: 0, per: task }', 'decrement users');
    const { notices } = await noticesOf(text, 'kgraft', 'counter-leaves-range');
    expect(notices).toEqual([
      {
        kind: 'counter-leaves-range',
        task: 't',
        counter: 'users',
        value: 0,
        low: 0,
        high: 2,
        by: 'decrement',
      },
    ]);
  });
});

test('an assert that fails is told with the value that is there', async () => {
  const text = counters('{ values: [few, many], initial: few }', 'assert users = many');
  const { notices, sentences } = await noticesOf(text, 'kgraft', 'assert-fails');
  expect(notices).toEqual([
    { kind: 'assert-fails', task: 't', condition: 'users = many', data: 'users', value: 'few' },
  ]);
  expect(sentences).toContain('t relies on users = many, but users is few');
});

test('an assert about more data than one is told with all of it', async () => {
  const text = counters('{ values: 0..3, initial: 1 }, spare: 0..3', 'assert users < spare or spare = 2');
  const { notices, sentences } = await noticesOf(text, 'kgraft', 'assert-fails');
  expect(notices).toEqual([
    {
      kind: 'assert-fails',
      task: 't',
      condition: 'users < spare or spare = 2',
      data: 'users',
      value: 1,
      others: [{ data: 'spare', value: 0 }],
    },
  ]);
  expect(sentences).toContain('t relies on users < spare or spare = 2, but users is 1, spare is 0');
});

test('a sum out of its range is told as it is written', async () => {
  const text = counters(
    '{ values: 0..3, initial: 1 }, spare: 2..9',
    'set users spare + users, set users spare - 3',
  );
  const { notices, sentences } = await noticesOf(text, 'kgraft', 'counter-leaves-range');
  expect(notices).toEqual([
    {
      kind: 'counter-leaves-range',
      task: 't',
      counter: 'users',
      value: 3,
      low: 0,
      high: 3,
      by: 'set',
      to: 'spare - 3',
      others: [{ data: 'spare', value: 2 }],
    },
  ]);
  expect(sentences).toContain(
    't would set users, which is 3, and has the range 0..3, to spare - 3, where spare is 2',
  );
});

test('a step that is not about data of its own says nothing of claims that hold', async () => {
  const text = counters(
    '{ values: 0..1, initial: 0 }',
    'increment users, decrement users, assert users != 0',
  );
  const { notices } = await noticesOf(text, 'kgraft', 'counter-leaves-range');
  expect(notices).toEqual([]);
});

test('a worst case without an end is said to be one, and its count to be a lower bound', async () => {
  const text = `scenario: hog
functions: { f: { old: [], new: [] } }
syscalls: { s: [call f] }
tasks:
  t: { kind: user, runs: [s] }
  hog: { kind: cpu-hog }
`;
  const { verdict } = await cellOf(text, 'kgraft:wake=nobody', 'wake-ups');
  expect(verdict).toMatchObject({ kind: 'measured', measures: [{ worst: 0, neverEnds: true }] });
  if (verdict.kind !== 'measured' || !verdict.run) return expect.fail('there is no run of the worst case');
  expect(verdict.run.notices.at(-1)).toMatchObject({ kind: 'counted', count: 0, ends: false });
  expect(tell(verdict.run).notices.at(-1)).toMatch(/: 0 wake-ups; and it never ends$/);
  const { verdict: woken } = await cellOf(text, 'kgraft', 'wake-ups');
  if (woken.kind !== 'measured') return expect.fail('nothing is measured');
  expect(woken.measures).toEqual([{ unit: 'wake-ups', best: 1, worst: 2 }]);
});

test('a worst case without an end is no lower bound where a run that ends takes as much', async () => {
  const text = `scenario: a kernel thread for ever in a patched function
functions: { main_loop: { old: [loop: [safe-point]], new: [loop: [safe-point]] }, f: { old: [], new: [] } }
syscalls: { s: [call f] }
tasks:
  worker: { kind: kthread, runs: [call main_loop] }
  t: { kind: user, runs: [s] }
`;
  const { verdict } = await cellOf(text, 'kpatch', 'wake-ups');
  if (verdict.kind !== 'measured') return expect.fail('nothing is measured');
  expect(verdict.measures).toEqual([{ unit: 'wake-ups', best: 0, worst: 0 }]);
});
