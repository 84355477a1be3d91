import { describe, expect, test } from 'vitest';
import { runOf, verdictOf } from '../support/check.js';

/* Locks that several tasks have at a time, locks that are handed over, and completions. */

const scenario = (declared: string, first: string, second: string, more = ''): string => `
scenario: test
${declared}
events: [E]
data: { D: [x, y], n: 0..3 }
functions:
  f: { old: [], new: [] }
syscalls: { one: [call f, ${first}], two: [${second}] }
tasks:
  a: { kind: user, runs: [one], repeat: once }
  b: { kind: user, runs: [two], repeat: once }
${more}
`;

const alone = (locks: string, body: string, property = 'lock-discipline'): Promise<string> =>
  verdictOf(scenario(`locks: ${locks}`, body, 'set D x'), 'null', property);

describe('a lock of readers and writers', () => {
  const both = (first: string, second: string, property: string): Promise<string> =>
    verdictOf(scenario('locks: { R: rw-semaphore }', first, second), 'null', property);
  const writes = 'lock R, set D y, assert D = y, set D x, unlock R';
  const reads = 'read-lock R, assert D = x, read-unlock R';

  test('has several readers, or one writer', async () => {
    expect(await both(reads, writes, 'data-compatibility')).toBe('holds');
    expect(await both('assert D = x', writes, 'data-compatibility')).toBe('violated');
    expect(
      await both(
        'read-lock R, wait E, read-unlock R',
        'read-lock R, wake E, read-unlock R',
        'deadlock-freedom',
      ),
    ).toBe('holds');
    expect(
      await both('read-lock R, wait E, read-unlock R', 'lock R, wake E, unlock R', 'deadlock-freedom'),
    ).toBe('violated');
  });

  test('that is read twice is a deadlock with a writer that comes in between', async () => {
    const twice = 'read-lock R, read-lock R, read-unlock R, read-unlock R';
    expect(await both(twice, 'set D x', 'deadlock-freedom')).toBe('holds');
    expect(await both(twice, 'lock R, unlock R', 'deadlock-freedom')).toBe('violated');
    expect(await both(twice, 'set D x', 'lock-discipline')).toBe('violated');
    const run = await runOf(
      scenario('locks: { R: rw-semaphore }', twice, 'lock R, unlock R'),
      'null',
      'deadlock-freedom',
    );
    expect(run.slice(-3)).toEqual([
      'b: enters the kernel: two()',
      'b: waits for lock R',
      'a: waits for lock R',
    ]);
  });

  test('is not read by one that comes later, while a writer waits for one that reads', async () => {
    const text = (reader: string): string => `
scenario: test
locks: { R: rw-semaphore }
events: [E]
functions: { f: { old: [], new: [] } }
syscalls:
  one: [call f, read-lock R, wait E, read-unlock R]
  two: [lock R, unlock R]
  three: [${reader}]
tasks:
  a: { kind: user, runs: [one], repeat: once }
  b: { kind: user, runs: [two], repeat: once }
  c: { kind: user, runs: [three], repeat: once }
`;
    expect(await verdictOf(text('wake E'), 'null', 'deadlock-freedom')).toBe('holds');
    expect(await verdictOf(text('read-lock R, wake E, read-unlock R'), 'null', 'deadlock-freedom')).toBe(
      'violated',
    );
  });

  test('that is released lets those in that have waited, whoever waits besides', async () => {
    const text = `
scenario: test
locks: { R: rw-semaphore }
functions: { f: { old: [], new: [] } }
syscalls: { write: [call f, lock R, unlock R], read: [read-lock R, read-unlock R] }
tasks:
  writer: { kind: user, count: 2, runs: [write] }
  reader: { kind: user, runs: [read] }
`;
    expect(await verdictOf(text, 'null', 'no-starvation')).toBe('holds');
    expect(await verdictOf(text, 'null', 'lock-discipline')).toBe('holds');
    expect(await verdictOf(text, 'null', 'deadlock-freedom')).toBe('holds');
  });

  test('is released by who has it, in the way in which it was taken, before kernel exit', async () => {
    for (const body of [
      'read-unlock R',
      'read-lock R',
      'read-lock R, unlock R',
      'lock R, read-unlock R',
      'lock R',
    ])
      expect([body, await alone('{ R: rwlock }', body)]).toEqual([body, 'violated']);
    for (const body of ['read-lock R, lock R', 'lock R, read-lock R'])
      expect([body, await alone('{ R: rw-semaphore }', body, 'deadlock-freedom')]).toEqual([
        body,
        'violated',
      ]);
    expect(await alone('{ R: rwlock }', 'read-lock R, read-unlock R, lock R, unlock R')).toBe('holds');
  });

  test('is a spinlock, or is not', async () => {
    for (const [begin, end] of [
      ['lock', 'unlock'],
      ['read-lock', 'read-unlock'],
    ]) {
      expect(await alone('{ R: rwlock }', `${begin} R, sleep, ${end} R`)).toBe('violated');
      expect(await alone('{ R: rw-semaphore }', `${begin} R, sleep, ${end} R`)).toBe('holds');
      expect(await alone('{ R: rw-semaphore, S: spinlock }', `lock S, ${begin} R, ${end} R, unlock S`)).toBe(
        'violated',
      );
    }
  });
});

describe('a semaphore', () => {
  test('lets so many in', async () => {
    const text = (count: number): string =>
      scenario(
        `locks: { S: { kind: semaphore, count: ${count} } }`,
        'down S, wait E, up S',
        'down S, wake E, up S',
      );
    expect(await verdictOf(text(2), 'null', 'deadlock-freedom')).toBe('holds');
    expect(await verdictOf(text(1), 'null', 'deadlock-freedom')).toBe('violated');
  });

  test('is not given back more often than taken', async () => {
    expect(await alone('{ S: semaphore }', 'down S, up S')).toBe('holds');
    expect(await alone('{ S: semaphore }', 'down S, up S, up S')).toBe('violated');
    // By whom does not matter.
    expect(
      await verdictOf(
        scenario('locks: { S: semaphore }', 'down S, wake E', 'wait E, up S'),
        'null',
        'lock-discipline',
      ),
    ).toBe('holds');
  });
});

describe('a lock that is handed over', () => {
  test('is not taken by who has just released it, while another one waits', async () => {
    const asked = (kind: string): Promise<string> =>
      verdictOf(
        scenario(
          `locks: { A: ${kind} }`,
          'lock A, unlock A, lock A, unlock A',
          'lock A, unlock A',
          "properties: { next: '[] (waits-for(b, A) && !running(b) && holds(a, A) -> holds(a, A) U (!holds(a, A) U holds(b, A)))' }",
        ),
        'null',
        'next',
      );
    expect(await asked('{ kind: mutex, handed-over: true }')).toBe('holds');
    expect(await asked('{ kind: spinlock, handed-over: true }')).toBe('holds');
    expect(await asked('mutex')).toBe('violated');
  });

  test('is given to each that waits for it, in the long run', async () => {
    const busy = scenario(
      'locks: { A: { kind: mutex, handed-over: true } }',
      'lock A, unlock A',
      'lock A, unlock A',
    ).replaceAll(', repeat: once', '');
    expect(await verdictOf(busy, 'null', 'no-starvation')).toBe('holds');
  });
});

describe('a completion', () => {
  const waits = (
    first: string,
    second: string,
    property = 'deadlock-freedom',
    more?: string,
  ): Promise<string> => verdictOf(scenario('completions: [done]', first, second, more), 'null', property);

  test('lets one through for each time that it is completed, before or after', async () => {
    expect(await waits('wait-for-completion done', 'complete done')).toBe('holds');
    expect(
      await waits('wait-for-completion done, wait-for-completion done', 'complete done, complete done'),
    ).toBe('holds');
    expect(await waits('wait-for-completion done, wait-for-completion done', 'complete done')).toBe(
      'violated',
    );
    expect(await waits('wait-for-completion done', 'set D x')).toBe('violated');
  });

  test('that is completed for all lets all through, until it is set back', async () => {
    expect(await waits('wait-for-completion done, wait-for-completion done', 'complete-all done')).toBe(
      'holds',
    );
    expect(
      await waits('complete-all done, reinit-completion done, wait-for-completion done', 'set D x'),
    ).toBe('violated');
  });

  test('is counted to seven', async () => {
    const times = (count: number): string => Array(count).fill('complete done').join(', ');
    expect(await waits(times(7), 'set D x', 'data-compatibility')).toBe('holds');
    expect(await waits(times(8), 'set D x', 'data-compatibility')).toBe('violated');
  });

  test('is waited for asleep, and a signal ends that where it is to', async () => {
    const section = 'preempt-disable, wait-for-completion done, preempt-enable';
    expect(await waits(section, 'complete done', 'lock-discipline')).toBe('violated');
    const signaller = '  s: { kind: signaller, signals: [a] }';
    const deadlock = 'deadlock-freedom';
    expect(await waits('wait-for-completion done interruptible', 'set D x', deadlock, signaller)).toBe(
      'holds',
    );
    expect(await waits('wait-for-completion done', 'set D x', deadlock, signaller)).toBe('violated');
    const undoes = '{ wait-for-completion: done, on-signal: [assert D = y] }';
    expect(await waits(undoes, 'set D x', 'data-compatibility', signaller)).toBe('violated');
  });
});
