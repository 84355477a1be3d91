import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { expectWrongInput, temporaryFolder } from './run.js';

const folder = temporaryFolder();

const scenario = `
scenario: a lock
locks: [A]
functions:
  f: { old: [lock A, unlock A], new: [unlock A] }
tasks:
  t: { kind: kthread, count: 2, runs: [call f] }
`;

const chosen = ['--model', 'kgraft,null', '-p', 'function-consistency', '-p', 'lock-discipline'];

test('certificates are made once, and again for what has changed; what is damaged, exchanged or stale is refused', async () => {
  folder.write('a.yaml', scenario);
  folder.write('b.yaml', scenario);
  const proofs = (): readonly string[] =>
    readdirSync(path.join(folder.path, 'proofs')).map((each) => path.join('proofs', each));
  const prove = (): ReturnType<typeof folder.run> => folder.run('prove', 'a.yaml', 'b.yaml', ...chosen);

  // Two runs at once write the same files.
  for (const { code, stdout } of await Promise.all([prove(), prove()])) {
    expect(stdout).toContain('a.yaml: null, lock-discipline\n');
    expect(stdout).toMatch(/\n\d certificates? made, \d unchanged: 6 holds, 2 violated\n$/);
    expect(code).toBe(1);
  }
  expect(proofs()).toHaveLength(4);
  expect(proofs().every((each) => each.endsWith('.proof'))).toBe(true);

  folder.write('b.yaml', `${scenario}# changed\n`);
  const [again, verified] = [await prove(), await folder.run('verify', 'proofs')];
  expect(again.stdout).toMatch(/\n2 certificates made, 2 unchanged: 6 holds, 2 violated\n$/);
  expect(verified).toMatchObject({ code: 0, stderr: '' });
  expect(verified.stdout).toMatch(/^proven: 6 holds, 2 violated\n/);

  const [first = '', second = '', third = '', fourth = ''] = proofs().map((each) =>
    path.join(folder.path, each),
  );
  const bytes = readFileSync(first);
  writeFileSync(first, bytes.subarray(0, bytes.length - 3));
  copyFileSync(third, second);
  writeFileSync(fourth, 'no certificate');
  folder.write('a.yaml', `${scenario}# changed\n`);
  const { code, stdout } = await folder.run('verify', 'proofs');
  expect(code).toBe(1);
  expect(stdout).toContain(`${path.relative(folder.path, first)}: refused: damaged`);
  expect(stdout).toContain(`${path.relative(folder.path, fourth)}: refused: not a certificate`);
  expect(stdout).toContain(`${path.relative(folder.path, second)}: refused: exchanged: it is of b.yaml`);
  expect(stdout).toContain('refused: 3 certificates');

  const healed = await prove();
  expect(healed.stdout).toMatch(/\n3 certificates made, 1 unchanged/);
});

test('a folder without certificates is a wrong input', async () => {
  expectWrongInput(
    await folder.shell('mkdir empty && klpcheck verify empty'),
    'a folder without certificates',
  );
});
