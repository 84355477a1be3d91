import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectWrongInput, shell, temporaryFolder } from './run.js';
import { expectedLockOrder, harmless } from './scenarios.js';

/* Where output goes: pipes that close early, devices, files, terminals. */

const folder = temporaryFolder();
folder.write('expected.yaml', expectedLockOrder);
folder.write('harmless.yaml', harmless);

const check = 'klpcheck check expected.yaml --model kgraft --property deadlock-freedom';
const startOfColour = '\x1b[';

describe.concurrent('whoever reads the output may stop early', () => {
  test.for([
    ['after the first line', `${check} | head -1`, 'lock order  expected.yaml\n'],
    ['before anything', `${check} --json | true`, ''],
    [
      'of a long table',
      'klpcheck check expected.yaml harmless.yaml --verbose | head -1',
      'lock order  expected.yaml\n',
    ],
    ['of help', 'klpcheck check --help | head -1', 'Usage: klpcheck check [options] <files...>\n'],
    ['of a list', 'klpcheck list models | true', ''],
    ['of errors', '{ klpcheck check absent.yaml || true; } 2>&1 >/dev/null | true', ''],
  ] as const)('%s', { concurrent: true }, async ([, command, stdout]) => {
    const run = await folder.shell(command);
    expect(run.stderr).toBe('');
    expect(run.stdout).toBe(stdout);
    // The table of all models has violations of which nothing is expected.
    expect(run.code).toBe(command.includes('harmless') ? 1 : 0);
  });

  test('standard output may be closed from the start', async () => {
    const run = await folder.shell(`${check} >&-`);
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe.concurrent('output that cannot be written', () => {
  test.runIf(existsSync('/dev/full'))('to a full disk is told', async () => {
    expectWrongInput(
      await folder.shell(`${check} > /dev/full`),
      'standard output: cannot be written: no space is left\n',
    );
  });

  test('leaves nothing half-written', async () => {
    const before = readdirSync(folder.path);
    expectWrongInput(
      await folder.run('check', 'expected.yaml', '--json', '--output-file', 'missing/report.json'),
      "missing/report.json: cannot be written: there is no folder 'missing'\n",
    );
    expect(readdirSync(folder.path)).toEqual(expect.arrayContaining(before));
    expect(existsSync(path.join(folder.path, 'missing'))).toBe(false);
  });

  test('is told before a search, not after it', async () => {
    // Were it told after the search, the broken scenario would be found first.
    folder.write('broken.yaml', '');
    const run = await folder.run('check', 'broken.yaml', '-o', 'missing/report.txt');
    expectWrongInput(run, "cannot be written: there is no folder 'missing'");
    expect(run.stderr).not.toContain('broken.yaml');
  });
});

test('a pipe with a name is written to, and not replaced by a file', async () => {
  const run = await folder.shell(
    'mkfifo pipe; cat pipe & klpcheck check harmless.yaml -m simple -o pipe; wait; test -p pipe',
  );
  expect(run.stdout).toContain('every reachable state visited\n');
  expect(run.code).toBe(0);
});

describe.concurrent('a symbolic link', () => {
  const inFolder = (file: string): string => path.join(folder.path, file);
  const checkTo = (file: string) => folder.run('check', 'harmless.yaml', '-m', 'simple', '-o', file);

  test.for(['there already', 'not there yet'])(
    'is left, and its target written, which is %s',
    async (state) => {
      const name = state.replaceAll(' ', '-');
      mkdirSync(inFolder(name));
      if (state === 'there already') folder.write(`${name}/target`, 'before');
      symlinkSync(`${name}/target`, inFolder(`${name}.link`));
      expect((await checkTo(`${name}.link`)).code).toBe(0);
      expect(readlinkSync(inFolder(`${name}.link`))).toBe(`${name}/target`);
      expect(readFileSync(inFolder(`${name}/target`), 'utf8')).toContain('every reachable state visited');
    },
  );

  test('that leads to itself, or to a folder that is not there, is refused', async () => {
    symlinkSync('circle', inFolder('circle'));
    symlinkSync('absent/target', inFolder('nowhere'));
    expectWrongInput(
      await checkTo('circle'),
      'circle: cannot be written: its symbolic links lead in a circle\n',
    );
    expectWrongInput(await checkTo('nowhere'), 'nowhere: cannot be written: there is no folder ', 'absent');
  });
});

test('a scenario can come from a pipe', async () => {
  const run = await folder.shell('klpcheck check <(cat expected.yaml) --model kgraft -p deadlock-freedom');
  expect(run.stdout).toContain('1 verdict, as expected; ');
  expect(run.code).toBe(0);
});

describe.concurrent('colour', () => {
  test('is for terminals only', async () => {
    for (const command of [
      check,
      'klpcheck list models',
      'klpcheck explain expected.yaml -m kgraft -p deadlock-freedom',
    ]) {
      const run = await folder.shell(command);
      expect(run.stdout).not.toBe('');
      expect(run.stdout).not.toContain(startOfColour);
    }
  });

  // `script` gives a command a terminal of its own.
  const hasTerminals = existsSync('/usr/bin/script') && process.platform === 'linux';
  const onTerminal = (options: string, env: Readonly<Record<string, string>> = {}) =>
    shell(`script -qec '"$NODE" "$MAIN" check harmless.yaml -m simple ${options}' /dev/null`, {
      cwd: folder.path,
      env,
    });

  test.runIf(hasTerminals)('is there on a terminal', async () => {
    expect((await onTerminal('')).stdout).toContain(`${startOfColour}1mharmless`);
  });

  test.runIf(hasTerminals).for([
    ['--no-color', '--no-color', {}],
    ['NO_COLOR', '', { NO_COLOR: '1' }],
    ['a dumb terminal', '', { TERM: 'dumb' }],
  ] as const)('is left out on a terminal with %s', async ([, options, env]) => {
    const { stdout } = await onTerminal(options, env);
    expect(stdout).toContain('harmless');
    expect(stdout).not.toContain(`${startOfColour}1m`);
  });

  test.runIf(hasTerminals)('does not get into files', async () => {
    await onTerminal('-o coloured.txt');
    expect(readFileSync(path.join(folder.path, 'coloured.txt'), 'utf8')).not.toContain(startOfColour);
  });
});
