import { describe, expect, test } from 'vitest';
import { expectWrongInput, temporaryFolder } from './run.js';
import { endless, expectedLockOrder, harmless, lockOrder } from './scenarios.js';

/* What the exit code says, and that no verdict can be mistaken for one of a whole search when it was not. */

const folder = temporaryFolder();
folder.write('lock-order.yaml', lockOrder);
folder.write('expected.yaml', expectedLockOrder);
folder.write('harmless.yaml', harmless);
folder.write('endless.yaml', endless);

const deadlock = ['--property', 'deadlock-freedom'];

describe.concurrent('exit code', () => {
  test('0 when everything holds', async () => {
    const run = await folder.run('check', 'harmless.yaml', '--model', 'simple');
    expect(run.stdout).toContain('every reachable state visited\n');
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
  });

  test('0 for a file as Windows writes it', async () => {
    const file = folder.write('windows.yaml', `\ufeff${harmless.replaceAll('\n', '\r\n')}`);
    const run = await folder.run('check', file, '--model', 'simple');
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
  });

  test('0 when violated as expected', async () => {
    const run = await folder.run(
      'check',
      'expected.yaml',
      '-m',
      'kgraft',
      '-m',
      'simple',
      '--verbose',
      ...deadlock,
    );
    expect(run.stdout).toContain(
      '2 verdicts: 1 holds, 1 violated, 0 vacuous, 0 inconclusive; all 2 as expected\n',
    );
    expect(run.code).toBe(0);
  });

  test('1 when violated without expectation', async () => {
    const run = await folder.run('check', 'lock-order.yaml', '--model', 'kgraft', '--verbose', ...deadlock);
    expect(run.stdout).toContain('✗ deadlock-freedom under kgraft');
    expect(run.stdout).toContain('stuck for ever: writer.1, writer.2');
    expect(run.stderr).toBe('');
    expect(run.code).toBe(1);
  });

  test('1 when something holds that is expected to be violated', async () => {
    const file = folder.write(
      'wrong.yaml',
      `${lockOrder}expect:\n  simple: { deadlock-freedom: violated }\n`,
    );
    const run = await folder.run('check', file, '--model', 'simple', ...deadlock);
    expect(run.stdout).toContain(
      'not as expected:\n  lock order: simple, deadlock-freedom: holds; expected: violated\n',
    );
    expect(run.stdout).toContain('1 verdict, 1 not as expected; ');
    expect(run.code).toBe(1);
  });

  test('1 when something is violated that is expected to hold', async () => {
    const file = folder.write('hopeful.yaml', `${lockOrder}expect:\n  kgraft: { deadlock-freedom: holds }\n`);
    const run = await folder.run('check', file, '--model', 'kgraft', ...deadlock);
    expect(run.stdout).toMatch(/kgraft, deadlock-freedom: violated, in \d+ steps; expected: holds/);
    expect(run.code).toBe(1);
  });

  test('1 when something holds vacuously that is expected to hold', async () => {
    const file = folder.write(
      'vacuous.yaml',
      `${harmless}expect:\n  simple: { data-compatibility: holds }\n`,
    );
    const run = await folder.run('check', file, '--model', 'simple', '--property', 'data-compatibility');
    expect(run.stdout).toContain('simple, data-compatibility: holds vacuously: ');
    expect(run.code).toBe(1);
  });

  test('1, and not 3, when a violation was found before the budget ran out', async () => {
    const args = ['--model', 'kgraft', '--max-states', '5000', '--verbose'];
    const file = folder.write('unexpected.yaml', endless.slice(0, endless.indexOf('expect:')));
    const run = await folder.run('check', file, ...args);
    expect(run.stdout).toContain('✗ atomic-switch under kgraft');
    expect(run.stdout).toContain('NOT exhaustive: ');
    expect(run.code).toBe(1);
  });
});

describe.concurrent('a search that is stopped', () => {
  test('by --max-states is inconclusive, loudly', async () => {
    const run = await folder.run('check', 'endless.yaml', '-m', 'simple', '--max-states', '10', ...deadlock);
    expect(run.stdout).toContain(
      'NOT DECIDED under simple: the search was not finished\n  not decided: deadlock-freedom\n',
    );
    expect(run.stdout).toContain('; NOT exhaustive: 1 inconclusive, stopped by the limit on states\n');
    expect(run.stdout).not.toContain('every reachable state visited');
    expect(run.code).toBe(3);
  });

  test('by --memory is inconclusive', async () => {
    const run = await folder.run('check', 'endless.yaml', '-m', 'simple', '--memory', '1MB', ...deadlock);
    expect(run.stdout).toContain('NOT exhaustive: 1 inconclusive, stopped by the limit on memory\n');
    expect(run.code).toBe(3);
  });

  test('by --timeout is inconclusive', async () => {
    const run = await folder.run('check', 'endless.yaml', '-m', 'simple', '--timeout', '100ms', ...deadlock);
    expect(run.stdout).toContain('NOT exhaustive: 1 inconclusive, stopped by the limit on time\n');
    expect(run.code).toBe(3);
  });

  test('has not met an expectation, and has not failed it either', async () => {
    const run = await folder.run('check', 'expected.yaml', '-m', 'simple', '--max-states', '1', ...deadlock);
    expect(run.stdout).toContain('1 verdict, 0 as expected; ');
    expect(run.code).toBe(3);
  });

  test('is no less conclusive about a violation that it found, but claims nothing more', async () => {
    const args = ['--model', 'kgraft', '--property', 'atomic-switch', '--max-states', '5000'];
    const run = await folder.run('check', 'endless.yaml', ...args);
    expect(run.stdout).toContain('1 verdict, as expected; ');
    expect(run.stdout).not.toContain('every reachable state visited');
    expect(run.code).toBe(0);
  });

  test('is inconclusive when it is explained', async () => {
    const run = await folder.run(
      'explain',
      'endless.yaml',
      '-m',
      'simple',
      '-p',
      'deadlock-freedom',
      '--max-states',
      '10',
    );
    expect(run.stdout.replaceAll(/\n(?!$)/g, ' ')).toMatch(
      /^deadlock-freedom of 'endless' under simple: inconclusive\. The search was stopped by the limit on states after [\d,]+ states, and had found no violation\.\n$/,
    );
    expect(run.code).toBe(3);
  });
});

describe.concurrent('what is named twice is checked once', () => {
  test('scenarios, models and properties', async () => {
    const run = await folder.run(
      ...['check', 'expected.yaml', './expected.yaml', `${folder.path}/expected.yaml`],
      ...['--model', 'kgraft', '--model', 'kgraft', '--model', 'kgraft:wake=kernel'],
      ...[...deadlock, ...deadlock, '--verbose'],
    );
    expect(run.stdout).toContain('1 verdict: 0 hold, 1 violated, 0 vacuous, 0 inconclusive; as expected\n');
    expect(run.code).toBe(0);
  });

  test('but a model with another waker is another model', async () => {
    const models = ['--model', 'kgraft', '--model', 'kgraft:wake=nobody'];
    const run = await folder.run('check', 'expected.yaml', ...models, '--property', 'unload-safety');
    expect(run.stdout).toContain('2 verdicts');
  });
});

test('one wrong scenario among several keeps all from being checked', async () => {
  folder.write('typo.yaml', expectedLockOrder.replace('kgraft', 'kgarft'));
  expectWrongInput(
    await folder.run('check', 'harmless.yaml', 'typo.yaml'),
    "typo.yaml:13:13: expect: unknown model 'kgarft'",
  );
});
