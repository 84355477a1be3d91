import { describe, expect, test } from 'vitest';
import { checkSchema } from '../../src/report/check-schema.js';
import { ownModel } from './own-model.js';
import { klpcheck, type Run, temporaryFolder } from './run.js';
import { endless } from './scenarios.js';

/*
 * The interrupt key during a long search. The models of these tests say when their rules are run, which is right
 * before the first search: then it is time to interrupt.
 */

const folder = temporaryFolder();
folder.write('endless.yaml', endless.replace('kgraft:', 'own:'));
folder.write(
  'own.ts',
  ownModel('own').replace(
    'rules({ functions }) {',
    "rules({ functions }) {\n    console.error('searching');",
  ),
);

/** Interrupts a run once it searches, after it had some time to find things out. */
function interrupted(...args: readonly string[]): Promise<Run> {
  // With reductions it would end before it is interrupted.
  return klpcheck([...args, '--no-reduction', '--model-file', 'own.ts', '--model', 'own'], {
    cwd: folder.path,
    onStart: (child) => {
      child.stderr?.once('data', () => setTimeout(() => child.kill('SIGINT'), 1200));
    },
  });
}

describe.concurrent('an interrupted search', () => {
  test('tells what is known, and that it is not all, and exits with 3', async () => {
    const { code, stdout, stderr } = await interrupted(
      ...['check', 'endless.yaml', '--json', '--reporter', 'matrix'],
      ...['--property', 'atomic-switch', '--property', 'deadlock-freedom'],
    );
    const { results } = checkSchema.parse(JSON.parse(stdout));
    expect(results.map(({ property, verdict, reason }) => ({ property, verdict, reason }))).toEqual([
      { property: 'atomic-switch', verdict: 'violated', reason: undefined },
      { property: 'deadlock-freedom', verdict: 'inconclusive', reason: 'interrupted' },
    ]);
    expect(stderr).toMatch(/atomic-switch +│ +✗ \d+ /);
    expect(stderr).toMatch(/deadlock-freedom +│ +\? /);
    expect(stderr).toContain('NOT exhaustive: 1 inconclusive, stopped by an interruption\n');
    expect(code).toBe(3);
  });

  test('that was to explain something is inconclusive', async () => {
    const { code, stdout } = await interrupted('explain', 'endless.yaml', '--property', 'deadlock-freedom');
    expect(stdout).toMatch(/inconclusive\. The search was stopped by an interruption after [\d,]+ states/);
    expect(code).toBe(3);
  });
});
