import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseCount, parseDuration, parseMemory } from '../../src/cli/options.js';
import { expectWrongInput, temporaryFolder } from './run.js';
import { harmless } from './scenarios.js';

/* Arguments and options that are wrong. */

const folder = temporaryFolder();
folder.write('x.yaml', harmless);

type Case = readonly [args: string, ...parts: readonly string[]];

function refuses(cases: readonly Case[]): void {
  test.for(cases)('klpcheck %s', { concurrent: true }, async ([args, ...parts]) => {
    expectWrongInput(await folder.run(...args.split(' ').filter((arg) => arg !== '')), ...parts);
  });
}

describe('commands and arguments', () => {
  refuses([
    ['', 'Usage: klpcheck [options] [command]'],
    ['chekc x.yaml', "error: unknown command 'chekc'\n(Did you mean check?)"],
    ['check', "error: missing required argument 'files'"],
    ['check x.yaml --modle kgraft', "error: unknown option '--modle'\n(Did you mean --model?)"],
    ['check x.yaml --model', "error: option '-m, --model <names>' argument missing"],
    ['explain x.yaml', "error: required option '-m, --model <name>' not specified"],
    ['list', "error: missing required argument 'what'"],
    [
      'list modles',
      "value 'modles' is invalid for argument 'what'",
      "Expected one of: models, properties, scenarios; did you mean 'models'?",
    ],
    ['init a.yaml b.yaml', 'error: too many arguments'],
  ]);
});

describe('names', () => {
  refuses([
    ['check x.yaml --model kgarft', "--model: unknown model 'kgarft'\n  hint: did you mean 'kgraft'?\n"],
    [
      'check x.yaml --model zzzzzzzz',
      "--model: unknown model 'zzzzzzzz'\n  hint: there is: klp, simple, kpatch",
    ],
    [
      'check x.yaml --model kgraft:wake=me',
      "--model: unknown waker 'me'\n  hint: there is: nobody, kernel, userspace\n",
    ],
    [
      'check x.yaml --model kgraft:wkae=me',
      "--model: unknown parameter of kgraft 'wkae'\n  hint: did you mean 'wake'?\n",
    ],
    [
      'check x.yaml --property deadlock',
      "--property: unknown property 'deadlock'\n  hint: did you mean 'deadlock-freedom'?\n",
    ],
    [
      'explain x.yaml -m kgraft -p deadlock-fredom',
      "--property: unknown property 'deadlock-fredom'\n  hint: did you mean 'deadlock-freedom'?\n",
    ],
    [
      'check x.yaml --reporter matrx',
      "'-r, --reporter <name>' argument 'matrx' is invalid",
      "did you mean 'matrix'?",
    ],
    [
      'check x.yaml --wake kernle',
      "'--wake <who>' argument 'kernle' is invalid. Expected one of: nobody, kernel, userspace; did you mean 'kernel'?",
    ],
    [
      'check x.yaml --wake nobody --model kgraft:wake=kernel',
      "--wake: 'kgraft:wake=kernel' says already who wakes\n",
    ],
    [
      'explain x.yaml -m kgraft -p deadlock-freedom -f mermiad',
      "argument 'mermiad' is invalid",
      "did you mean 'mermaid'?",
    ],
  ]);
});

describe('budgets', () => {
  refuses([
    [
      'check x.yaml --max-states 0',
      "'--max-states <n>' argument '0' is invalid. Expected a whole number from 1.",
    ],
    ['check x.yaml --memory=-1GB', "argument '-1GB' is invalid. Expected a size such as 4GiB or 500MB."],
    ['check x.yaml --timeout soon', "argument 'soon' is invalid. Expected a duration such as 90s or 5min."],
    [
      'explain x.yaml -m kgraft -p deadlock-freedom --timeout 0s',
      "argument '0s' is invalid. Expected a duration",
    ],
    ['check x.yaml --jobs 0', "argument '0' is invalid. Expected a whole number from 1."],
    [
      'check x.yaml --reduction symetry',
      "argument 'symetry' is invalid. Expected one of: symmetry, partial-order, merging; did you mean 'symmetry'?",
    ],
    ['explain x.yaml -m kgraft -p deadlock-freedom --reduction merging,', "argument 'merging,' is invalid."],
  ]);

  test.for(['0', '-5', 'many', '1.5', '', 'Infinity', '1e999'])('--max-states %s', (text) => {
    expect(() => parseCount(text)).toThrow('Expected a whole number from 1.');
  });

  test.for(['0', '4Gigs', '-1GB', 'GB', '', '1,5GB', '0x10'])('--memory %s', (text) => {
    expect(() => parseMemory(text)).toThrow('Expected a size such as 4GiB or 500MB.');
  });

  test.for(['0s', '5days', '-1s', 's', '', 'NaN'])('--timeout %s', (text) => {
    expect(() => parseDuration(text)).toThrow('Expected a duration such as 90s or 5min.');
  });

  test('are read with their units', () => {
    expect([parseCount('1'), parseCount('1_000_000')]).toEqual([1, 1_000_000]);
    expect(['512', '1kB', '1.5 MB', '4GiB'].map(parseMemory)).toEqual([512, 1000, 1_500_000, 2 ** 32]);
    expect(['90', '90s', '250ms', '5min', '0.5h'].map(parseDuration)).toEqual([
      90_000, 90_000, 250, 300_000, 1_800_000,
    ]);
  });
});

describe('outputs', () => {
  beforeAll(() => mkdirSync(path.join(folder.path, 'folder')));
  refuses([
    [
      'check x.yaml -o absent/report.txt',
      "absent/report.txt: cannot be written: there is no folder 'absent'\n",
    ],
    ['check x.yaml -o x.yaml/report.txt', "x.yaml/report.txt: cannot be written: 'x.yaml' is no folder\n"],
    ['check x.yaml -o folder', 'folder: cannot be written: it is a folder\n'],
    [
      'check x.yaml -o junit=j.xml',
      "--output-file: 'junit=j.xml' is for the reporter junit, which is not chosen\n  hint: add --reporter junit\n",
    ],
    [
      'check x.yaml -r junit -r matrix -o j.xml',
      "--output-file: whose output is to go to 'j.xml'? Expected REPORTER=FILE, such as junit=j.xml\n",
    ],
    [
      'check x.yaml -r junit -r matrix -o juint=j.xml',
      "whose output is to go to 'juint=j.xml'?",
      "hint: did you mean 'junit'?",
    ],
    ['check x.yaml -r junit -o junit=', "--output-file: expected the name of a file, found 'junit='\n"],
    ['check x.yaml -o a.txt -o b.txt', '--output-file: answer is to be written to two files, expected one\n'],
    [
      'check x.yaml -r junit -r matrix -o junit=a -o matrix=./a',
      "--output-file: two reports are to be written to './a', expected one a file\n",
    ],
    [
      'check x.yaml --json --reporter junit',
      '--reporter: json and junit cannot both go to standard output: give one an --output-file\n',
    ],
    ['init absent/x.yaml', "absent/x.yaml: cannot be written: there is no folder 'absent'\n"],
    ['init x.yaml', 'x.yaml: is there already, and is left as it is\n'],
  ]);

  test('nothing was written by any of them', () => {
    expect(readdirSync(folder.path).sort()).toEqual(['folder', 'x.yaml']);
    expect(existsSync(path.join(folder.path, 'folder/report.txt'))).toBe(false);
  });
});
