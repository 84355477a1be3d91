import { describe, expect, test } from 'vitest';
import { checkSchema } from '../../src/report/check-schema.js';
import { temporaryFolder } from './run.js';

/* How a violation is told that the old functions have by themselves. */

const folder = temporaryFolder();
const fixedBug = `scenario: the assertion is on the bug that the patch fixes
data: { pointer: [valid, stale] }
functions:
  f: { old: [set pointer stale], new: [set pointer valid] }
syscalls: { s: [call f, assert pointer = valid] }
tasks: { t: { kind: user, runs: [s] } }
`;
folder.write('fixed.yaml', fixedBug);
folder.write('expected.yaml', `${fixedBug}expect:\n  kgraft: { data-compatibility: before-the-patch }\n`);
folder.write('other.yaml', `${fixedBug}expect:\n  kgraft: { data-compatibility: after-the-patch }\n`);

const check = (file: string, model: string, ...more: readonly string[]) =>
  folder.run('check', file, '-p', 'data-compatibility', '-m', model, ...more);

describe.concurrent('a violation before the patch', () => {
  test('is no failure, and is marked in the table', async () => {
    const { code, stdout } = await check('fixed.yaml', 'kgraft', '--table');
    expect(code).toBe(0);
    expect(stdout).toContain('the old functions alone violate data-compatibility, patch or not');
    expect(stdout).toContain('✗ 4 before');
    expect(stdout).toContain('before the patch: the old functions alone violate it');
  });

  test('is one where the mechanism has a run of its own that comes to it', async () => {
    const { code, stdout } = await check('fixed.yaml', 'naive');
    expect(code).toBe(1);
    expect(stdout).not.toContain('before the patch');
  });

  test('has its origin in --json', async () => {
    const { stdout } = await check('fixed.yaml', 'kgraft', '--json');
    const { results } = checkSchema.parse(JSON.parse(stdout));
    expect(results).toMatchObject([{ verdict: 'violated', origin: 'before the patch' }]);
  });

  test('is skipped for junit, and a notice for GitHub', async () => {
    const junit = await check('fixed.yaml', 'kgraft', '--reporter', 'junit');
    expect(junit.stdout).toContain('failures="0" errors="0" skipped="1"');
    expect(junit.stdout).toContain('<skipped message="violated before the patch: ');
    const github = await check('fixed.yaml', 'kgraft', '--reporter', 'github');
    expect(github.stdout).toMatch(/^::notice file=fixed\.yaml,line=4,/);
  });

  test('is explained by a run of the old functions alone', async () => {
    const { code, stdout } = await folder.run(
      ...['explain', 'fixed.yaml', '-m', 'kgraft', '-p', 'data-compatibility'],
    );
    expect(code).toBe(0);
    expect(stdout).toContain('data-compatibility is violated before the patch: the old functions alone');
    expect(stdout).not.toContain('patcher');
  });

  test('can be what a scenario expects, and is not what it is not', async () => {
    expect((await check('expected.yaml', 'kgraft')).code).toBe(0);
    const other = await check('other.yaml', 'kgraft');
    expect(other.code).toBe(1);
    expect(other.stdout).toContain('expected: after-the-patch');
  });
});
