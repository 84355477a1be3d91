import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectWrongInput, temporaryFolder, withoutCodes } from './run.js';
import { harmless } from './scenarios.js';

/* Files and folders that are no scenarios at all. */

const folder = temporaryFolder();
const isRoot = process.getuid?.() === 0;

describe.concurrent('a file', () => {
  test('that does not exist, and another', async () => {
    const run = await folder.run(
      'check',
      'absent.yaml',
      folder.write('there.yaml', harmless),
      'gone/x.yaml',
      '',
    );
    expectWrongInput(run, 'absent.yaml: no such file or folder\n', 'gone/x.yaml: no such file or folder\n');
    expect(withoutCodes(run.stderr)).toContain("\n'': no such file or folder\n");
    expect(run.stderr).not.toContain('there.yaml');
  });

  test('that is a named pipe, to which nobody writes', async () => {
    execFileSync('mkfifo', [path.join(folder.path, 'pipe.yaml')]);
    expectWrongInput(
      await folder.run('check', 'pipe.yaml'),
      'pipe.yaml: is a named pipe, expected a file: <(cat pipe.yaml) is read like one\n',
    );
    expectWrongInput(
      await folder.run('enumerate', '--resume', 'pipe.yaml'),
      'pipe.yaml: expected an ordinary file\n',
    );
  });

  test('below a file', async () => {
    folder.write('file.yaml', harmless);
    expectWrongInput(
      await folder.run('check', 'file.yaml/below.yaml'),
      'file.yaml/below.yaml: no such file: a part of its path is a file, not a folder\n',
    );
  });

  test('that a dangling link names', async () => {
    symlinkSync('nowhere.yaml', path.join(folder.path, 'dangling.yaml'));
    expectWrongInput(await folder.run('check', 'dangling.yaml'), 'dangling.yaml: no such file or folder\n');
  });

  test.skipIf(isRoot)('that may not be read (skipped for root, whom permissions do not bind)', async () => {
    chmodSync(path.join(folder.path, folder.write('secret.yaml', harmless)), 0);
    expectWrongInput(
      await folder.run('check', 'secret.yaml'),
      'secret.yaml: cannot be read: permission denied\n',
    );
  });

  test.runIf(existsSync('/proc/self/mem'))('that not even root can read', async () => {
    expectWrongInput(await folder.run('check', '/proc/self/mem'), '/proc/self/mem: cannot be read: EIO');
  });

  test.runIf(existsSync('/dev/zero'))('that has no end', async () => {
    expectWrongInput(
      await folder.run('check', '/dev/zero'),
      '/dev/zero: too large: a scenario has at most 1 MiB\n',
    );
  });

  test('of 50 MB, without parsing it', async () => {
    const file = folder.write('large.yaml', Buffer.alloc(50_000_000, 'scenario: x\n'));
    const start = performance.now();
    expectWrongInput(
      await folder.run('check', file),
      'large.yaml: too large: a scenario has at most 1 MiB\n',
    );
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test('with so many keys and calls that anything quadratic would take minutes', async () => {
    const keys = Array.from({ length: 90_000 }, (_, index) => `k${index}:`).join('\n');
    const calls = Array.from({ length: 20_000 }, (_, index) => `  f${index}: [call f${index + 1}]`).join(
      '\n',
    );
    const file = folder.write('calls.yaml', `scenario: x\nfunctions:\n${calls}\ntasks: {}\n`);
    const start = performance.now();
    const run = await folder.run('check', folder.write('keys.yaml', `${keys}\n`), file);
    expectWrongInput(
      run,
      "keys.yaml:1:1: unknown key 'k0'",
      'keys.yaml: … and 89983 more',
      "from 'f0' on, calls nest",
    );
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  test('of bytes that are no text', async () => {
    const bytes = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256);
    const message = 'not a text: expected a scenario in YAML, encoded in UTF-8\n';
    expectWrongInput(await folder.run('check', folder.write('bytes.yaml', bytes)), `bytes.yaml: ${message}`);
    const utf16 = folder.write('utf16.yaml', Buffer.from(`\ufeff${harmless}`, 'utf16le'));
    expectWrongInput(await folder.run('check', utf16), `utf16.yaml: ${message}`);
  });

  test('whose text would command the terminal, quoted without its control characters', async () => {
    const file = folder.write('escape.yaml', 'scenario: x\nlo\x1b[2Jcks: [A]\nfunctions: {}\ntasks: {}\n');
    const run = await folder.run('check', file);
    expectWrongInput(run, "escape.yaml:2:1: unknown key 'lo\ufffd[2Jcks'");
    expect(run.stderr).not.toContain('\x1b');
  });
});

describe.concurrent('a folder', () => {
  test('without scenarios', async () => {
    mkdirSync(path.join(folder.path, 'empty/node_modules/some-package'), { recursive: true });
    folder.write('empty/README.md', 'nothing');
    folder.write('empty/node_modules/some-package/x.yaml', 'not: a scenario');
    expectWrongInput(
      await folder.run('check', 'empty'),
      'empty: a folder without scenarios: expected a file named *.yaml in it\n',
    );
  });

  test('with a scenario among broken ones: all that is wrong is told, and nothing is checked', async () => {
    mkdirSync(path.join(folder.path, 'mixed/deeper'), { recursive: true });
    folder.write('mixed/good.yaml', harmless);
    folder.write('mixed/bad.yml', 'scenario: x\n');
    folder.write('mixed/deeper/worse.yaml', '');
    expectWrongInput(
      await folder.run('check', 'mixed'),
      "mixed/bad.yml:1:1: the key 'functions' is missing",
      'mixed/deeper/worse.yaml:1:1: the file is empty',
    );
  });

  test('where one scenario is to be explained', async () => {
    mkdirSync(path.join(folder.path, 'two'));
    folder.write('two/a.yaml', harmless);
    folder.write('two/b.yaml', harmless);
    expectWrongInput(
      await folder.run('explain', 'two', '--model', 'kgraft', '--property', 'deadlock-freedom'),
      'two: expected one scenario, found 2\n',
    );
  });
});
