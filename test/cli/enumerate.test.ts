import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectWrongInput, type Run, temporaryFolder } from './run.js';

/* The survey of all small scenarios on the command line. */

const folder = temporaryFolder();
const enumerate = (args: string): Promise<Run> => folder.run('enumerate', ...args.split(' '), '--jobs', '1');
const bounds = '--tasks 1 --functions 1 --statements 1';

describe('a survey', () => {
  test('tells what violates, by the smallest scenario, and what excludes it', async () => {
    const { stdout, stderr, code } = await enumerate(`-m kpatch -p syscall-consistency ${bounds}`);
    expect(stdout).toContain(
      'All 104 scenarios with at most 1 task, 1 function and 1 statement, up to names.',
    );
    expect(stdout).toMatch(/syscall-consistency +│ violated by \d+ /);
    expect(stdout).toMatch(/\nkpatch, syscall-consistency: guaranteed /);
    expect(stdout).toContain('scenario: enumerated');
    expect({ stderr, code }).toEqual({ stderr: '', code: 1 });
  });

  test('tells what holds, with exit code 0', async () => {
    const { stdout, code } = await enumerate(`-m kgraft -p task-monotonicity ${bounds}`);
    expect(stdout).toMatch(/task-monotonicity +│ holds \(\d+\)/);
    expect(stdout).not.toContain('guaranteed');
    expect(code).toBe(0);
  });

  test('never tells that something holds, or is guaranteed, where searches were too large', async () => {
    const holding = await enumerate(`-m kgraft -p task-monotonicity ${bounds} --max-states 20`);
    expect(holding.stdout).toMatch(/task-monotonicity +│ inconclusive/);
    expect(holding.code).toBe(3);
    const violated = await enumerate(`-m kpatch -p syscall-consistency ${bounds} --max-states 30`);
    expect(violated.stdout).not.toContain('guaranteed if');
  });

  test('is told for a script', async () => {
    const { stdout, code } = await enumerate(`-m kpatch -p syscall-consistency ${bounds} --json -q`);
    const report = JSON.parse(stdout) as { scenarios: number };
    expect(report).toMatchObject({
      bounds: { tasks: 1, functions: 1, statements: 1 },
      scenarios: 104,
      isComplete: true,
      survey: { kpatch: { 'syscall-consistency': { inconclusive: 0, violated: expect.any(Number) } } },
    });
    expect(code).toBe(1);
  });

  test('that is stopped goes on where it was, and ends as it would have', async () => {
    const request = `-m kgraft -p syscall-consistency ${bounds}`;
    const stopped = await enumerate(`${request} --resume state.json --timeout 1ms`);
    expect(stopped.stdout).toMatch(
      /The first \d+ scenarios only: stopped before the end; go on with --resume state\.json/,
    );
    expect(stopped.stdout).toMatch(/syscall-consistency │ inconclusive/);
    expect(stopped.code).toBe(3);
    const { scenarios } = JSON.parse(readFileSync(path.join(folder.path, 'state.json'), 'utf8')) as {
      scenarios: number;
    };
    expect(scenarios).toBeLessThan(104);
    const resumed = await enumerate(`${request} --resume state.json --json`);
    const whole = await enumerate(`${request} --json`);
    expect(JSON.parse(resumed.stdout)).toEqual(JSON.parse(whole.stdout));
    expect(JSON.parse(whole.stdout)).toMatchObject({ scenarios: 104, isComplete: true });
    expectWrongInput(
      await enumerate('-m kpatch --tasks 1 --functions 1 --statements 1 --resume state.json'),
      'state.json: belongs to another enumeration: ',
      'hint: give another file to --resume',
    );
  });
});

describe('wrong input', () => {
  const bad = temporaryFolder();
  bad.write('text.json', 'no state');
  bad.write('null.json', 'null');

  test.for<[args: string, ...parts: string[]]>([
    ['--functions 9', '--functions: expected at most 4, found 9\n'],
    [
      '--statements 9',
      '--statements: there may be 868,606,394,730 scenarios',
      'expected at most 1,000,000',
      '--limit',
    ],
    ['--tasks 2 --functions 1 --limit 391', 'there may be 392 scenarios', 'expected at most 391'],
    ['-m kgarft', "--model: unknown model 'kgarft'\n  hint: did you mean 'kgraft'?\n"],
    ['-p wake-ups', '--property: expected a property that can be violated: a quantity is measured\n'],
    ['--resume text.json', 'text.json: expected what an enumeration has saved, found something else\n'],
    ['--resume null.json', 'null.json: expected what an enumeration has saved, found something else\n'],
    ['--resume absent/x.json', "absent/x.json: cannot be written: there is no folder 'absent'\n"],
  ])('klpcheck enumerate %s', { concurrent: true }, async ([args, ...parts]) => {
    expectWrongInput(await bad.run('enumerate', ...args.split(' ')), ...parts);
  });

  test('writes nothing', () => {
    expect(readdirSync(bad.path).sort()).toEqual(['null.json', 'text.json']);
  });
});
