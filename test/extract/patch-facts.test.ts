import { expect, test } from 'vitest';
import { extract } from '../../src/extract/index.js';
import { diffBetween } from './c-diff.js';

const body = 'int f(int a)\n{\n\treturn a;\n}\n';
const changed = 'int f(int a)\n{\n\treturn a + 1;\n}\n';

async function dataOf(old: string, now: string): Promise<readonly string[]> {
  const [before, after] = [`${old}\n${body}`, `${now}\n${changed}`];
  const { facts } = await extract({
    patch: diffBetween(before, after),
    patchName: 'fix.patch',
    read: async () => before,
  });
  const { types, tables } = facts;
  return [
    ...types.map(({ name, line }) => `type ${name}:${line}`),
    ...tables.map(({ name, line }) => `table ${name}:${line}`),
  ];
}

test.each([
  ['struct s { int a; };', 'struct s { int a; int b; };', ['type struct s:1']],
  ['typedef union { int a; } u_t;', 'typedef union { long a; } u_t;', ['type u_t:1']],
  ['struct s { int a; };', 'struct s {\n\tint a; /* why */\n};', []],
  ['struct s { void (*run)(int a); int b; };', 'struct s { int (*run)(int a, int c); int b; };', []],
  ['enum e { A, B };', 'enum e { A, B, C };', []],
  ['enum e { A, B };', 'enum e { B, A };', ['type enum e:1']],
  ['static int n = 1;', 'static int n = 2;', ['table n:1']],
  [
    'static const struct o t[] = { { .run = f } };',
    'static const struct o t[] = { { .run = g } };',
    ['table t:1'],
  ],
  ['int g(void) { int n = 1; }', 'int g(void) { int n = 2; }', []],
  ['', 'struct s { int a; };\nstatic int n = 1;', []],
])('%j, then %j', async (old, now, found) => {
  expect(await dataOf(old, now)).toEqual(found);
});

test('a long run of blanks is read in time that grows with its length', async () => {
  const blanks = `#if 0\n${'\n'.repeat(40_000)}\n#endif\nint g(int${' '.repeat(20_000)}x) { }`;
  const began = performance.now();
  expect(await dataOf(blanks, blanks)).toEqual([]);
  // It takes minutes where each blank is compared with all that follow.
  expect(performance.now() - began).toBeLessThan(20_000);
});
