import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectFresh, loadKernelIndex } from '../../src/kernel-index/index.js';
import { expectWrongInput, temporaryFolder } from './run.js';
import { onTerminal, whenShown } from './terminal.js';

const folder = temporaryFolder();
const longAgo = new Date('2020-01-01');

/** Writes files of a source tree, as of long ago. */
function writeTree(
  tree: string,
  texts: Readonly<Record<string, string | Uint8Array>>,
  when = longAgo,
): string {
  for (const [name, text] of Object.entries(texts)) {
    const file = path.join(folder.path, tree, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    utimesSync(file, when, when);
  }
  return tree;
}

const indexOf = (tree: string) => path.join(folder.path, tree, '.klpcheck.index');

async function callersOf(tree: string, name: string): Promise<readonly string[]> {
  const index = await loadKernelIndex(path.join(folder.path, tree));
  return index.definitionsOf(name).flatMap((each) => index.callersOf(each).map((caller) => caller.name));
}

describe('a source tree', () => {
  test('is indexed, and only what has changed is read again, which comes to the same', async () => {
    const tree = writeTree('tree', {
      'a.c': 'int f(void) { }\nint g(void) { f(); }',
      'deep/b.c': 'void h(void) { INIT_WORK(&w, k); }',
      'deep/c.h': 'static inline int i(void) { return f(); }',
      'notes.txt': 'int j(void) { f(); }',
      '.git/d.c': 'int j(void) { f(); }',
    });
    const first = await folder.run('index', tree);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(
      /^3 files \(3 read\), 4 functions and macros, 3 calls, 0 addresses taken; [\d.]+ s\nwrote tree\/\.klpcheck\.index, /,
    );
    expect(await callersOf(tree, 'f')).toEqual(['g', 'i']);

    // In deep/b.c, k becomes the name of a function.
    writeTree(tree, { 'a.c': 'int f(void) { }\nint k(void) { }' }, new Date('2021-01-01'));
    const second = await folder.run('index', tree);
    expect(second.stdout).toContain('3 files (2 read), 4 functions and macros, 2 calls, 1 addresses taken;');
    expect(await callersOf(tree, 'f')).toEqual(['i']);
    const updated = readFileSync(indexOf(tree));

    expect((await folder.run('index', tree)).stdout).toContain('3 files (0 read)');
    expect(readFileSync(indexOf(tree)).equals(updated)).toBe(true);
    expect((await folder.run('index', tree, '--fresh', '--jobs', '2')).stdout).toContain('3 files (3 read)');
    expect(readFileSync(indexOf(tree)).equals(updated)).toBe(true);
  });

  test('with what is no text of C in it is indexed, and what is left out is told', async () => {
    const tree = writeTree('odd', {
      'long.c': `int f(void) { g(); ${'x = y + 1; '.repeat(1_000_000)} }\nint h(void) { f(); }`,
      'nested.c': `${'('.repeat(100_000)}${'{'.repeat(100_000)}\n}\nint i(void) { f(); }`,
      'utf16.c': Buffer.from('int f(void) { }', 'utf16le'),
      'latin1.c': Buffer.from('/* é */ int \xe9f(void) { }\r\nint j(void) { f(); }', 'latin1'),
      'empty.c': '',
      'zero.h': new Uint8Array(100),
    });
    symlinkSync('.', path.join(folder.path, tree, 'loop'));
    symlinkSync('nowhere', path.join(folder.path, tree, 'dangling.c'));
    mkdirSync(path.join(folder.path, tree, 'folder.c'));
    execFileSync('mkfifo', [path.join(folder.path, tree, 'pipe.h')]);
    writeFileSync(path.join(folder.path, tree, 'vast.c'), 'int k(void) { }');
    truncateSync(path.join(folder.path, tree, 'vast.c'), 100 * 2 ** 20);
    const { code, stdout, stderr } = await folder.run('index', tree);
    expect(stdout.split('\n').slice(1)).toEqual([
      'left out: dangling.c (a symbolic link)',
      'left out: pipe.h (no ordinary file)',
      'left out: utf16.c (no text: it has a zero byte in it)',
      'left out: vast.c (larger than 64 MiB)',
      'left out: zero.h (no text: it has a zero byte in it)',
      expect.stringContaining('wrote odd/.klpcheck.index, '),
      '',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // There are two functions f, and i may call either.
    expect(await callersOf(tree, 'f')).toEqual(['j', 'i', 'h', 'i']);
  });

  test('that is not there, is a file, or is empty', async () => {
    expectWrongInput(await folder.run('index', 'nowhere'), 'nowhere: no such folder');
    expectWrongInput(
      await folder.run('index', folder.write('file.c', '')),
      'file.c: is a file, expected the root',
    );
    mkdirSync(path.join(folder.path, 'empty'));
    const { code, stdout } = await folder.run('index', 'empty');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining('0 files (0 read), 0 functions'),
    });
  });
});

describe('an index', () => {
  test('that is damaged is refused, and what is no index is not overwritten', async () => {
    const tree = writeTree('damaged', { 'a.c': 'int f(void) { }' });
    await folder.run('index', tree, '-o', 'it.index');
    truncateSync(path.join(folder.path, 'it.index'), 200);
    expectWrongInput(
      await folder.run('index', tree, '-o', 'it.index'),
      'it.index: is damaged: its content is not what was written',
      'hint: --fresh writes another one in its place',
    );
    await expect(loadKernelIndex(tree, { file: path.join(folder.path, 'it.index') })).rejects.toThrow(
      'is damaged',
    );
    expect((await folder.run('index', tree, '-o', 'it.index', '--fresh')).code).toBe(0);
    folder.write('patch.yaml', 'scenario: x');
    expectWrongInput(
      await folder.run('index', tree, '-o', 'patch.yaml', '--fresh'),
      'patch.yaml: is no index, and is left as it is',
    );
    expect(readFileSync(path.join(folder.path, 'patch.yaml'), 'utf8')).toBe('scenario: x');
    await expect(loadKernelIndex(path.join(folder.path, 'nowhere'))).rejects.toThrow('there is no index');
  });

  test('knows which of its files have changed since', async () => {
    const tree = writeTree('stale', { 'a.c': 'int f(void) { }', 'b.c': '', 'c.c': '' });
    await folder.run('index', tree);
    const root = path.join(folder.path, tree);
    const index = await loadKernelIndex(root);
    await expectFresh(index, root, ['a.c', 'b.c', 'new.c']);
    writeTree(tree, { 'a.c': 'int g(void) { }' }, new Date());
    rmSync(path.join(root, 'b.c'));
    await expect(expectFresh(index, root, ['a.c', 'b.c', 'c.c'])).rejects.toThrow(
      /a\.c: has changed since it was indexed[\s\S]*b\.c: was indexed, and is not there any more/,
    );
  });
});

test('what is interrupted writes no index, and leaves the one that was there', async () => {
  const texts = Array.from({ length: 40 }, (_, each) => [
    `${each}.c`,
    'int f(void) { g(); }\n'.repeat(40_000),
  ]);
  const tree = writeTree('interrupted', Object.fromEntries(texts));
  writeFileSync(indexOf(tree), 'klpcheck index\n\0');
  const { code, shown } = await onTerminal(['index', tree, '--fresh', '--jobs', '1'], {
    cwd: folder.path,
    onShown: whenShown(/\d+ of 40 files, [\d.]+ MB/, (session) => session.pressInterrupt()),
  });
  expect(shown).toContain('interrupted: no index was written\n');
  expect(code).toBe(3);
  expect(readFileSync(indexOf(tree), 'latin1')).toBe('klpcheck index\n\0');
});
