import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseScenario } from '../../src/scenario/index.js';
import { expectWrongInput, temporaryFolder } from './run.js';
import { harmless, lockOrder } from './scenarios.js';

const folder = temporaryFolder();
folder.write('lock-order.yaml', lockOrder);
folder.write('harmless.yaml', harmless);

test('advise tells what makes a patch safe as a diff, and makes it so', async () => {
  const told = await folder.run('advise', 'lock-order.yaml');
  expect(told.stdout).toMatch(/^Unsafe under klp \(Linux 6\.16\):$/m);
  expect(told.stdout).toMatch(/^ {2}kpatch {2}may never finish, /m);
  expect(told.stdout).toMatch(/^1\. Take A before B in the new update, as the old one does$/m);
  expect(told.stdout).toMatch(/^\+.*lock A, lock B/m);
  expect(told).toMatchObject({ code: 0, stderr: '' });
  const changed = folder.write('changed.yaml', lockOrder);
  const written = await folder.run('advise', changed, '--write');
  expect(written).toMatchObject({ code: 0, stderr: 'changed.yaml: changed as advice 1 says\n' });
  const again = await folder.run('advise', changed);
  expect(again.stdout).toContain('Safe under klp (Linux 6.16) as it is');
  expect(again.code).toBe(0);
});

test('an advice that there is not is not written', async () => {
  const file = folder.write('unchanged.yaml', lockOrder);
  const run = await folder.run('advise', file, '--write', '2');
  expect(run.stderr).toContain('--write: there is no advice 2: they are 1 to 1');
  expect(run.code).toBe(2);
  expect(readFileSync(path.join(folder.path, file), 'utf8')).toBe(lockOrder);
});

test('minimise writes a scenario that violates the property, or says that none does', async () => {
  const run = await folder.run('minimise', 'lock-order.yaml', '-m', 'kgraft', '-p', 'deadlock-freedom');
  expect(run.stderr).toMatch(/^2 tasks, 1 function, \d+ statements: nothing of it can be left out/);
  expect(run.code).toBe(0);
  expect(parseScenario(run.stdout, 's.yaml')).toMatchObject({ ok: true });
  const none = await folder.run('minimise', 'harmless.yaml', '-m', 'simple', '-p', 'deadlock-freedom');
  expect(none).toEqual({ code: 1, stdout: '', stderr: 'deadlock-freedom is not violated under simple\n' });
  expectWrongInput(
    await folder.run('minimise', 'harmless.yaml', '-m', 'simple', '-p', 'interruption'),
    "--property: 'interruption' is a quantity, which nothing violates\n",
  );
});
