import { describe, expect, test } from 'vitest';
import { runOf, verdictOf } from '../support/check.js';

/* What a call passes and what comes back, `switch`, and labels: told by asserts that hold or not. */

const scenario = (functions: string, syscall: string, data = ''): string => `
scenario: test
data: { D: [x, y, z], n: 0..3, r: { values: [x, y, z], per: task }${data} }
functions:
  patched: { old: [], new: [] }
${functions}
syscalls: { read: [call patched, ${syscall}] }
tasks: { reader: { kind: user, runs: [read], repeat: once } }
`;

const compatible = (functions: string, syscall: string, data?: string): Promise<string> =>
  verdictOf(scenario(functions, syscall, data), 'null', 'data-compatibility');

describe('a function that returns a value', () => {
  const pick = `
  pick:
    signature: { parameters: { which: [x, y] }, returns: [x, y, z] }
    body: [{ switch: which, cases: { x: [return y], y: [return z] } }, return x]`;

  test('gives the caller the value that it returns, for the argument that it is given', async () => {
    expect(await compatible(pick, 'call pick(x) -> r, assert r = y')).toBe('holds');
    expect(await compatible(pick, 'call pick(y) -> r, assert r = z')).toBe('holds');
    expect(await compatible(pick, 'call pick(y) -> r, assert r != z')).toBe('violated');
    expect(await compatible(pick, 'call pick(y) -> D, assert D = z, call pick(x), assert D = z')).toBe(
      'holds',
    );
  });

  test('returns what data holds', async () => {
    const current = '  current: { signature: { returns: [x, y, z] }, body: [return D] }';
    expect(await compatible(current, 'set D y, call current -> r, assert r = y')).toBe('holds');
    expect(await compatible(current, 'set D y, call current -> r, assert r = x')).toBe('violated');
  });

  test('tells what it returns', async () => {
    const run = await runOf(scenario(pick, 'call pick(x) -> r, assert r != y'), 'null', 'data-compatibility');
    expect(run.slice(-3)).toEqual([
      'reader: finds pick.which = x',
      'reader: returns y',
      'reader: returns from pick with y',
    ]);
  });
});

describe('an argument is passed by value', () => {
  const counting = (body: string): string => `
  inner: { signature: { parameters: { count: 0..3 } }, body: [set count 3] }
  outer:
    signature: { parameters: { count: 0..3 } }
    body: [${body}]`;

  test('the caller does not see what is made of it', async () => {
    expect(await compatible(counting('call inner(count), assert count = 1'), 'call outer(1)')).toBe('holds');
    expect(await compatible(counting('set count 2, assert count = 1'), 'call outer(1)')).toBe('violated');
  });

  test('each call has its own', async () => {
    const twice = counting('assert count < 3, set count 3');
    expect(await compatible(twice, 'call outer(1), call outer(2)')).toBe('holds');
    expect(await compatible(twice, 'call outer(1), call outer(3)')).toBe('violated');
  });

  test('data of other names or ranges is passed where all that it may hold fits', async () => {
    expect(await compatible(counting('assert count = n'), 'set n 2, call outer(n)')).toBe('holds');
  });
});

describe('a label', () => {
  const body = (statements: string): string => `  f: [${statements}]`;

  test('is where a goto goes on, past what stands between, and out of what is around', async () => {
    expect(await compatible(body('goto out, set D y, label out, assert D = x'), 'call f')).toBe('holds');
    expect(await compatible(body('set D y, goto out, label out, assert D = x'), 'call f')).toBe('violated');
    expect(
      await compatible(body('{ forever: [set D y, goto out] }, set D z, label out, assert D = y'), 'call f'),
    ).toBe('holds');
    expect(
      await compatible(body('{ loop: [goto again, set D y, label again] }, assert D = x'), 'call f'),
    ).toBe('holds');
  });

  test('costs no step', async () => {
    const goes = await runOf(
      scenario(body('goto out, label out, label end, assert D = y'), 'call f'),
      'null',
      'data-compatibility',
    );
    expect(goes.at(-1)).toBe('reader: goes to out');
  });
});

describe('switch', () => {
  test('takes the case of the value, the others by else, or goes on', async () => {
    const f = '  f: [{ switch: D, cases: { x: [set n 1], y: [set n 2] }, else: [set n 3] }, assert n = 1]';
    expect(await compatible(f, 'call f')).toBe('holds');
    expect(await compatible(f, 'set D y, call f')).toBe('violated');
    const counter = '  f: [{ switch: n, cases: { 0: [set D y], 2: [set D z] } }]';
    expect(await compatible(counter, 'call f, assert D = y')).toBe('holds');
    expect(await compatible(counter, 'set n 1, call f, assert D = x')).toBe('holds');
    expect(await compatible(counter, 'set n 2, call f, assert D = z')).toBe('holds');
  });
});

describe('where the patch changes a signature', () => {
  const text = (old: string, later: string, callers: string): string => `
scenario: test
data: { r: { values: [x, y], per: task } }
functions:
  outer: ${callers}
  inner:
    signature: { old: ${old}, new: ${later} }
    old: ${old.includes('returns') ? '[return x]' : '[]'}
    new: ${later.includes('returns') ? '[return x]' : '[]'}
syscalls: { read: [call outer] }
tasks: { reader: { kind: user, runs: [read] } }
`;
  const compatibility = (model: string, ...parts: readonly [string, string, string]): Promise<string> =>
    verdictOf(text(...parts), model, 'call-compatibility');

  test('a call with other arguments than the body takes is incompatible', async () => {
    const more = ['{ parameters: { a: [x] } }', '{ parameters: { a: [x], b: [y] } }'] as const;
    const both = "{ old: [call inner(x)], new: ['call inner(x, y)'] }";
    expect(await compatibility('null', ...more, both)).toBe('violated');
    expect(await compatibility('klp', ...more, both)).toBe('holds');
    expect(await compatibility('klp', ...more, '[call inner(x)]')).toBe('violated');
  });

  test('what is returned and not used does no harm, what is used and not returned does', async () => {
    const gives = ['{}', '{ returns: [x, y] }'] as const;
    expect(await compatibility('null', ...gives, '{ old: [call inner], new: [call inner] }')).toBe('holds');
    expect(await compatibility('null', ...gives, '{ old: [call inner], new: [call inner -> r] }')).toBe(
      'violated',
    );
    expect(await compatibility('klp', ...gives, '{ old: [call inner], new: [call inner -> r] }')).toBe(
      'holds',
    );
  });

  test('what is not passed, or not returned, may be anything', async () => {
    const reads = (version: string, callers: string, value: string): string => `
scenario: test
data: { r: { values: [x, y], per: task } }
functions:
  outer: { old: [call inner], new: [${callers}] }
  inner:
    signature: { old: {}, new: ${version} }
    old: []
    new: [${value}]
syscalls: { read: [call outer] }
tasks: { reader: { kind: user, runs: [read] } }
`;
    for (const other of ['x', 'y']) {
      const parameter = reads('{ parameters: { a: [x, y] } }', `call inner(${other})`, `assert a = ${other}`);
      expect(await verdictOf(parameter, 'null', 'data-compatibility')).toBe('violated');
      expect(await verdictOf(parameter, 'klp', 'data-compatibility')).toBe('holds');
      const returned = reads(
        '{ returns: [x, y] }',
        `call inner -> r, assert r = ${other}`,
        `return ${other}`,
      );
      expect(await verdictOf(returned, 'null', 'data-compatibility')).toBe('violated');
      expect(await verdictOf(returned, 'klp', 'data-compatibility')).toBe('holds');
    }
  });
});
