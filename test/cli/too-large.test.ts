import { describe, expect, test } from 'vitest';
import { expectWrongInput, temporaryFolder } from './run.js';

/*
 * What is too large to be searched is refused with what makes it so, or stops at the limit on time. Where work is quadratic, these
 * take minutes, and the process is killed.
 */

const folder = temporaryFolder();

interface Shape {
  readonly old?: string;
  readonly count?: number;
  readonly declarations?: string;
  readonly functions?: readonly string[];
  readonly calls?: readonly string[];
  readonly tasks?: readonly string[];
}

function scenario({
  old = '[sleep]',
  count = 1,
  declarations = '',
  functions = [],
  calls = ['call f'],
  tasks = [],
}: Shape): string {
  return `scenario: large
${declarations}
functions:
  f: { old: ${old}, new: [] }
${functions.map((each) => `  ${each}`).join('\n')}
syscalls: { w: [${calls.join(', ')}] }
tasks:
  t: { kind: user, count: ${count}, runs: [w] }
${tasks.map((each) => `  ${each}`).join('\n')}
`;
}

function repeated(count: number, build: (index: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, index) => build(index));
}

function listed(count: number, build: (index: number) => string): string {
  return `[${repeated(count, build).join(', ')}]`;
}

describe('refused, with what makes it too large', () => {
  test.for<[string, Shape, string]>([
    [
      'many branches, and many tasks',
      { old: listed(3000, () => '{ either: [[], []] }'), count: 64 },
      'too large to be searched: the code for its steps has more than 16,777,216 characters. The largest part is ',
    ],
    [
      'many steps, and many tasks',
      { old: listed(19_000, () => 'sleep'), count: 64 },
      "The largest part is 't': 64 of it, with 38,008 steps each",
    ],
    [
      'many locks, and many tasks',
      {
        declarations: `locks: ${listed(1000, (each) => `L${each}`)}`,
        old: listed(1000, (each) => `lock L${each}, unlock L${each}`),
        count: 64,
      },
      'too large to be searched: ',
    ],
    [
      'much data of each task',
      {
        declarations: `data:\n${repeated(500, (each) => `  d${each}: { values: 0..999, per: task }`).join('\n')}`,
        old: listed(500, (each) => `increment d${each}`),
        count: 64,
      },
      'too large to be searched: a state has 10,688 words of 32 bits, more than 8,192',
    ],
    [
      'functions that call the next one twice',
      {
        functions: [...repeated(40, (each) => `g${each}: [call g${each + 1}, call g${each + 1}]`), 'g40: []'],
        calls: ['call f', 'call g0'],
      },
      "task 't': with its calls inlined, once for each version, it has more than 20000 locations",
    ],
    [
      'many branches at many call sites',
      { old: `[{ either: ${listed(900, () => '[]')} }]`, calls: repeated(1000, () => 'call f') },
      "task 't': with its calls inlined, once for each version, it has more than 100000 steps",
    ],
    [
      'deep loops in functions that call each other',
      {
        functions: [
          ...repeated(
            90,
            (each) => `g${each}: ${'[{ loop: '.repeat(40)}[call g${each + 1}]${' }]'.repeat(40)}`,
          ),
          'g90: []',
        ],
        calls: ['call f', 'call g0'],
      },
      'its calls and statements nest more than 400 deep',
    ],
    [
      'many declarations of tasks',
      { tasks: repeated(2000, (each) => `t${each}: { kind: user, runs: [w] }`) },
      "with 't511' there are more than 512 tasks",
    ],
    [
      'many patched functions',
      { functions: repeated(10_000, (each) => `g${each}: { old: [sleep], new: [sleep] }`) },
      "with 'g499' more than 500 functions are patched",
    ],
  ])('%s', async ([, shape, message]) => {
    folder.write('large.yaml', scenario(shape));
    const run = await folder.run('check', 'large.yaml', '-m', 'kgraft', '--timeout', '2s');
    expectWrongInput(run, message);
    expect(run.stderr).toMatch(/^large\.yaml:\d+:\d+: /);
  });
});

describe('stops within the limit on time', () => {
  test.for<[string, Shape]>([
    ['many branches', { old: listed(9000, () => '{ either: [[], []] }') }],
    ['many steps', { old: listed(19_000, () => 'sleep') }],
    [
      'many locks',
      {
        declarations: `locks: ${listed(1000, (each) => `L${each}`)}`,
        old: listed(1000, (each) => `lock L${each}, unlock L${each}`),
        count: 2,
      },
    ],
    ['a wide choice', { old: `[{ either: ${listed(50_000, () => '[]')} }]` }],
  ])('%s', async ([, shape]) => {
    folder.write('large.yaml', scenario(shape));
    const run = await folder.run('check', 'large.yaml', '-m', 'null', '--timeout', '2s');
    expect(run.stderr).toBe('');
    expect(run.code).toBeTypeOf('number');
    expect([0, 1, 3]).toContain(run.code);
    expect(run.stdout).toMatch(/ states in |every reachable state visited|NOT exhaustive/);
  });
});
