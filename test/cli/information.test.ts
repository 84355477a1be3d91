import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { models, otherModels } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { expectWrongInput, klpcheck, repository, temporaryFolder } from './run.js';

/* What helps to begin: help, the version, lists, a first scenario. */

const folder = temporaryFolder();

describe.concurrent('help', () => {
  test.for([['--help'], ['help'], ['check', '--help'], ['explain', '--help'], ['help', 'explain']])(
    'klpcheck %s has examples',
    { concurrent: true },
    async (args) => {
      const { code, stdout, stderr } = await klpcheck(args);
      expect(stdout).toMatch(/^Usage: klpcheck/);
      expect(stdout).toMatch(/\nExamples:\n {2}klpcheck /);
      expect(stdout).not.toMatch(/default: (null|undefined|Infinity)/);
      expect(stderr).toBe('');
      expect(code).toBe(0);
    },
  );

  test('lists the commands and the exit codes', async () => {
    const { stdout } = await klpcheck(['--help']);
    for (const command of ['check', 'explain', 'list', 'init'])
      expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    expect(stdout).toContain(
      'Exit codes: 0 all hold or as expected, 1 violated or not as expected, 2 wrong input',
    );
  });

  test('lists what can be chosen', async () => {
    const { stdout } = await klpcheck(['check', '--help']);
    expect(stdout).toContain('(choices: "nobody", "kernel", "userspace")');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      '(choices: "answer", "table", "matrix", "json", "junit", "github")',
    );
    expect(stdout).toContain('(default: no limit)');
  });
});

test.concurrent('--version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(await klpcheck(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  expect((await klpcheck(['-V'])).stdout).toBe(`${version}\n`);
});

describe.concurrent('list', () => {
  test('models: each with where it stands and what it does', async () => {
    const { code, stdout } = await folder.run('list', 'models');
    for (const { name, leave, summary } of [...models, ...otherModels]) {
      const line = stdout.split('\n').find((each) => each.startsWith(`${name} `));
      expect(line).toContain(`leave ${leave}, switch `);
      expect(line).toContain(summary);
    }
    expect(code).toBe(0);
  });

  test('properties: each with its sentence', async () => {
    const { code, stdout } = await folder.run('list', 'properties');
    for (const { name, summary } of properties) {
      const line = stdout.split('\n').find((each) => each.startsWith(`${name} `));
      expect(line).toContain(summary);
    }
    expect(code).toBe(0);
  });

  test('scenarios: those that are shipped, from wherever it runs', async () => {
    const { code, stdout, stderr } = await folder.run('list', 'scenarios');
    expect(stdout).toMatch(/^hazards\/lock-order\.yaml +lock order reversed/m);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });
});

describe('init', () => {
  test('writes a scenario that check accepts, with everything as expected', async () => {
    const written = await folder.run('init');
    expect(written).toEqual({
      code: 0,
      stdout: 'wrote scenario.yaml\nnow try: klpcheck check scenario.yaml\n',
      stderr: '',
    });
    const { code, stdout, stderr } = await folder.run('check', 'scenario.yaml');
    expect(stdout).toMatch(/^\d+ verdicts, all \d+ as expected; /m);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test('refuses to overwrite', async () => {
    folder.write('mine.yaml', 'precious');
    expectWrongInput(
      await folder.run('init', 'mine.yaml'),
      'mine.yaml: is there already, and is left as it is\n',
    );
    expect(readFileSync(path.join(folder.path, 'mine.yaml'), 'utf8')).toBe('precious');
  });
});
