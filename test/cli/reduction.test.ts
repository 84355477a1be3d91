import { describe, expect, test } from 'vitest';
import { temporaryFolder } from './run.js';
import { lockOrder } from './scenarios.js';

/* Which reductions a search uses is chosen on the command line, and said in what it prints. */

const folder = temporaryFolder();
folder.write('four.yaml', lockOrder.replace('count: 2', 'count: 4'));
folder.write('six.yaml', lockOrder.replace('count: 2', 'count: 6'));

const safety = ['-p', 'lock-discipline', '-p', 'deadlock-freedom', '-p', 'global-consistency'];

interface Result {
  readonly property: string;
  readonly verdict: string;
  readonly counterexample?: { readonly mayBeShorter?: boolean; readonly steps: readonly unknown[] };
  readonly statistics: {
    readonly states: number;
    readonly jobs: number;
    readonly packedBytes: number;
    readonly reductions: readonly { readonly name: string; readonly on: boolean; readonly reason?: string }[];
  };
}

async function results(...args: readonly string[]): Promise<readonly Result[]> {
  const { stdout } = await folder.run('check', ...args, '-m', 'kgraft', '--json');
  return JSON.parse(stdout).results;
}

const verdicts = (all: readonly Result[]) => all.map(({ property, verdict }) => `${property}: ${verdict}`);
const on = ({ statistics }: Result) =>
  statistics.reductions.filter((each) => each.on).map(({ name }) => name);

describe.concurrent('reductions', () => {
  test('are those that are named, with the same verdicts and fewer states', async () => {
    const full = await results('four.yaml', ...safety, '--no-reduction');
    const symmetric = await results('four.yaml', ...safety, '--reduction', 'symmetry');
    const all = await results('four.yaml', ...safety, '--reduction', 'symmetry,partial-order,merging');
    expect(verdicts(symmetric)).toEqual(verdicts(full));
    expect(verdicts(all)).toEqual(verdicts(full));
    expect(full.map(on)).toEqual([[], [], []]);
    expect(symmetric.map(on)).toEqual([['symmetry'], ['symmetry'], ['symmetry']]);
    expect(symmetric[0]?.statistics.states).toBeLessThan((full[0]?.statistics.states ?? 0) / 10);
    expect(all[0]?.statistics.states).toBeLessThan((symmetric[0]?.statistics.states ?? 0) / 3);
    expect(full[0]?.statistics.reductions[0]?.reason).toBe('not asked for');
    const steps = (all: readonly Result[]) => all.map(({ counterexample }) => counterexample?.steps.length);
    expect(steps(symmetric)).toEqual(steps(full));
  });

  test('are used by themselves where a search is large, but for shallow violations', async () => {
    const [discipline, deadlock, global] = ['lock-discipline', 'deadlock-freedom', 'global-consistency'].map(
      (name, _, names) =>
        results('six.yaml', ...safety).then((all) => {
          expect(all).toHaveLength(names.length);
          return all.find(({ property }) => property === name) as Result;
        }),
    );
    expect(on((await discipline) as Result)).toEqual(['symmetry', 'partial-order', 'merging']);
    expect((await deadlock)?.counterexample?.mayBeShorter).toBe(true);
    expect((await global)?.counterexample?.mayBeShorter).toBeUndefined();
    expect(on((await global) as Result)).toEqual([]);
  });

  test('are off for infinite runs, for a reason that is said', async () => {
    const [convergence] = await results('four.yaml', '-p', 'convergence', '--reduction', 'symmetry');
    expect(convergence?.statistics.reductions).toContainEqual({
      name: 'symmetry',
      on: false,
      reason: expect.stringContaining('asked for'),
    });
  });

  test('are named below the table, and a run of them does not claim to be shortest', async () => {
    const table = await folder.run('check', 'six.yaml', '-m', 'kgraft', '--table', ...safety);
    expect(table.stdout).toContain('reduced under kgraft: symmetry, partial-order, merging');
    expect(table.stdout).toContain('every reachable state visited, or one that stands for it');
    const run = await folder.run('explain', 'six.yaml', '-m', 'kgraft', '-p', 'deadlock-freedom');
    expect(run.stdout).toMatch(/A run, in \d+ steps/);
    expect(run.stdout).toContain('there may be shorter ones');
  });
});

test('any number of threads finds the same', async () => {
  const args = ['six.yaml', '-p', 'lock-discipline', '--no-reduction'];
  const [alone, together] = [await results(...args, '--jobs', '1'), await results(...args, '--jobs', '3')];
  const facts = (all: readonly Result[]) =>
    all.map(({ verdict, statistics: { jobs: _, ...rest } }) => {
      const { states, packedBytes } = rest;
      return { verdict, states, packedBytes };
    });
  expect(facts(together)).toEqual(facts(alone));
  expect(together[0]?.statistics.jobs).toBe(3);
});
