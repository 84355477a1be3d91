import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parsePath, parseSeed } from '../../src/cli/options.js';
import { outOfRangeModel } from './own-model.js';
import { expectWrongInput, type Run, temporaryFolder } from './run.js';

/* Random search on the command line. In one thread each: the tests run beside each other. */

const folder = temporaryFolder();
const read = (file: string): string => readFileSync(path.join(folder.path, file), 'utf8');
const fuzz = (args: string): Promise<Run> => folder.run('fuzz', ...args.split(' '), '--jobs', '1');

const between = `scenario: between
functions: { f: { old: [sleep], new: [] }, g: { old: [], new: [] } }
syscalls: { s: [call f, call g] }
tasks: { t: { kind: user, runs: [s], count: 2 } }
`;

describe('what is found', () => {
  let found: Run;
  const file = 'fuzz-kpatch-syscall-consistency.yaml';
  beforeAll(async () => {
    found = await fuzz('-m kpatch -p syscall-consistency --seed 2');
  });

  test('is printed and written, with exit code 1', () => {
    expect(found.stderr).toBe('');
    expect(found.code).toBe(1);
    expect(found.stdout).toMatch(
      /^kpatch, syscall-consistency: violated by a scenario with 1 task, 2 functions, /,
    );
    expect(found.stdout).toContain(`\n\n${read(file)}\n`);
    expect(found.stdout).toContain(`Written to ${file}.`);
    expect(read(file)).toContain('scenario: kpatch violates syscall-consistency\n');
  });

  test('is violated as check and explain tell', async () => {
    const checked = await folder.run('check', file, '-m', 'kpatch', '-p', 'syscall-consistency', '--table');
    expect(checked.stdout).toMatch(/syscall-consistency +│ +✗/);
    expect(checked.code).toBe(1);
    const [, command = ''] = /See the run: (.*)\n/.exec(found.stdout) ?? [];
    const explained = await folder.shell(command);
    expect(explained.stdout).toContain('violated');
    expect(explained.code).toBe(1);
  });

  test('is found again by the command that is told', async () => {
    const before = read(file);
    const [, command = ''] = /Again with: (.*)\n/.exec(found.stdout) ?? [];
    const again = await folder.shell(`${command} -o again.yaml`);
    expect(again.code).toBe(1);
    expect(read('again.yaml')).toBe(before);
    expect(again.stdout).toContain(`Again with: ${command}\n`);
  });

  test('is told for a script', async () => {
    const { stdout, code } = await fuzz('-m kpatch -p syscall-consistency --seed 2 --json -q -o json.yaml');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      models: ['kpatch'],
      property: 'syscall-consistency',
      seed: 2,
      found: {
        file: 'json.yaml',
        run: 1,
        judgements: { kpatch: 'violated' },
        document: { scenario: 'generated' },
      },
      coverage: { exercised: expect.arrayContaining([expect.stringContaining('kpatch: ')]) },
    });
    expect(read('json.yaml')).toBe(read(file));
  });

  test('separates two models, and is explained under the one that is violated', async () => {
    const { stdout, code } = await fuzz('-m kgraft -m kpatch -p syscall-consistency --seed 2 -o both.yaml');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^kgraft, kpatch, syscall-consistency: separated by a scenario/);
    const [, command = ''] = /See the run: (.*)\n/.exec(stdout) ?? [];
    expect(command).toContain('-m kpatch');
    expect(await folder.shell(command)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('violated'),
    });
  });
});

describe('what is not found', () => {
  test('is no proof, and writes nothing, with exit code 0', async () => {
    const { stdout, stderr, code } = await fuzz(
      '-m kgraft -p syscall-consistency --seed 1 --runs 10 -o nothing.yaml',
    );
    expect(stdout).toMatch(/nothing found in 10 random scenarios.*\. That is no proof\./);
    expect(stdout).toContain('Again with: klpcheck fuzz --model kgraft ');
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(existsSync(path.join(folder.path, 'nothing.yaml'))).toBe(false);
  });

  test('in all that time exits with 3', async () => {
    const { code } = await fuzz(
      '-m kgraft -p syscall-consistency --runs 1_000_000 --timeout 1s -q -o late.yaml',
    );
    expect(code).toBe(3);
  });

  test('at a path is told', async () => {
    const { stdout, code } = await fuzz('-m kpatch -p syscall-consistency --seed 2 --path 0 -o none.yaml');
    expect(stdout).toBe('kpatch, syscall-consistency: nothing is found at 0.\n');
    expect(code).toBe(0);
  });
});

test('a model is refused whose step leaves the range of a variable, which a search finds', async () => {
  folder.write('range.ts', outOfRangeModel('range'));
  const wrong = await fuzz('--model-file range.ts -m range -p syscall-consistency --seed 1');
  expectWrongInput(
    wrong,
    "range.ts: model 'range', for scenario 'generated': step 'starts with ",
    'not in 0..1\n',
  );
});

test('a corpus grows by what exercises something new, and is tried first the next time', async () => {
  const first = await fuzz('-m kgraft -p syscall-consistency --seed 1 --runs 10 --corpus corpus -o c.yaml');
  expect(first.code).toBe(0);
  const kept = readdirSync(path.join(folder.path, 'corpus'));
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.filter((each) => !/^[0-9a-f]{12}\.yaml$/.test(each))).toEqual([]);
  await fuzz('-m kgraft -p syscall-consistency --seed 1 --runs 10 --corpus corpus -o c.yaml');
  expect(readdirSync(path.join(folder.path, 'corpus'))).toEqual(kept);
  folder.write('corpus/between.yaml', between);
  const second = await fuzz('-m kpatch -p syscall-consistency --seed 2 --corpus corpus -o c.yaml');
  expect(second.stdout).toMatch(/from\sa\sscenario\sof\sthe\scorpus\./);
  expect(second.stdout).not.toContain('Again with');
  expect(second.code).toBe(1);
  expect(readdirSync(path.join(folder.path, 'corpus')).length).toBe(kept.length + 2);
});

describe('wrong input', () => {
  const bad = temporaryFolder();
  const here = (): readonly string[] => readdirSync(bad.path).sort();
  let before: readonly string[] = [];
  beforeAll(() => {
    mkdirSync(path.join(bad.path, 'corpus'));
    mkdirSync(path.join(bad.path, 'fuzz-kgraft-convergence.yaml'));
    bad.write('corpus/old.yaml', between.replace('[sleep]', '[lokc A]'));
    bad.write('file', '');
    before = here();
  });

  test.for<[args: string, ...parts: string[]]>([
    ['--seed abc', "argument 'abc' is invalid. Expected a whole number of 32 bits, such as 42."],
    ['--path 1:2', '--path: expected --seed beside it'],
    [
      '--seed 1 --path a:b',
      "argument 'a:b' is invalid. Expected numbers with colons between them, such as 12:0:3.",
    ],
    ['-m kgarft', "--model: unknown model 'kgarft'\n  hint: did you mean 'kgraft'?\n"],
    ['-p wake-ups', "--property: 'wake-ups' is measured, and cannot be violated\n"],
    ['--assume patch-stay', "argument 'patch-stay' is invalid.", "did you mean 'patch-stays'?"],
    ['-o absent/x.yaml', "absent/x.yaml: cannot be written: there is no folder 'absent'\n"],
    ['-o file/x.yaml --corpus new', "file/x.yaml: cannot be written: 'file' is no folder\n"],
    ['-p convergence', 'fuzz-kgraft-convergence.yaml: cannot be written: it is a folder\n'],
    ['--corpus corpus', 'corpus/old.yaml:2:25: ', "did you mean 'lock'?"],
    ['--corpus file', 'file: cannot be a folder: '],
  ])('klpcheck fuzz %s', { concurrent: true }, async ([args, ...parts]) => {
    const model = args.includes('-m ') ? [] : ['-m', 'kgraft'];
    const property = args.includes('-p ') ? [] : ['-p', 'syscall-consistency'];
    expectWrongInput(await bad.run('fuzz', ...model, ...property, ...args.split(' ')), ...parts);
  });

  test('writes nothing', () => {
    expect(here()).toEqual(before);
    expect(readdirSync(path.join(bad.path, 'corpus'))).toEqual(['old.yaml']);
  });
});

test('seeds and paths are read', () => {
  expect(['0', '42', '-1', '2147483647', '-2147483648'].map(parseSeed)).toEqual([
    ...[0, 42, -1, 2 ** 31 - 1, -(2 ** 31)],
  ]);
  for (const text of ['', '1.5', '2147483648', '1e3', ' 1', '0x1'])
    expect(() => parseSeed(text)).toThrow('Expected a whole number of 32 bits');
  expect(parsePath('12:0:3')).toBe('12:0:3');
  for (const text of ['', ':', '1:', ':1', '1::2', '-1', '1,2'])
    expect(() => parsePath(text)).toThrow('Expected numbers with colons');
});
