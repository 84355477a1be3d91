import { describe, expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { ownModel } from './own-model.js';
import { expectWrongInput, klpcheck, temporaryFolder } from './run.js';
import { harmless, lockOrder } from './scenarios.js';

/* Under which models a scenario is checked: those that are asked for, or those that say most. */

const folder = temporaryFolder();
folder.write('harmless.yaml', harmless);
folder.write('ours.yaml', `${harmless}expect: { kgraft: { others: not-violated } }\n`);
folder.write('variant.yaml', `${harmless}expect: { 'kgraft:wake=nobody': { others: not-violated } }\n`);
folder.write('every.yaml', `${harmless}expect: { others: { atomic-switch: holds } }\n`);
folder.write('lock-order.yaml', lockOrder);

const all = models.map(({ name }) => name);

async function columns(...args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await folder.run('check', ...args, '-p', 'atomic-switch', '--json');
  const { results } = JSON.parse(stdout) as { readonly results: readonly { readonly model: string }[] };
  return results.map(({ model }) => model);
}

describe.concurrent('without --model', () => {
  test('what Linux runs, the strongest and the weakest', async () => {
    expect(await columns('harmless.yaml')).toEqual(['klp', 'simple', 'null']);
  });

  test('and each of which the scenario expects something', async () => {
    expect(await columns('ours.yaml')).toEqual(['klp', 'simple', 'kgraft', 'null']);
    expect(await columns('variant.yaml')).toEqual(['klp', 'simple', 'null', 'kgraft:wake=nobody']);
  });

  test('which is every one where it expects something of those that it does not name', async () => {
    expect(await columns('every.yaml')).toEqual(all);
  });

  test('and every one that comes from a file', async () => {
    folder.write('mine.ts', ownModel('mine'));
    expect(await columns('harmless.yaml', '--model-file', 'mine.ts')).toContain('mine');
  });

  test('every one with --all-models', async () => {
    expect(await columns('harmless.yaml', '--all-models')).toEqual(all);
  });

  test('with --wake, the same few', async () => {
    expect(await columns('harmless.yaml', '--wake', 'userspace')).toEqual(
      ['klp', 'simple', 'null'].map((name) => `${name}:wake=userspace`),
    );
  });

  test('the table says which were left out', async () => {
    const few = await folder.run('check', 'harmless.yaml', '-p', 'function-consistency', '--verbose');
    const leftOut = all.filter((name) => !['klp', 'simple', 'null'].includes(name)).join(', ');
    expect(few.stdout.replaceAll('\n', ' ')).toContain(
      `Models left out: ${leftOut}. To see all: --all-models.`,
    );
    const every = await folder.run('check', 'harmless.yaml', '-p', 'function-consistency', '--all-models');
    expect(every.stdout).not.toContain('--all-models');
    const chosen = await folder.run('check', 'harmless.yaml', '-p', 'function-consistency', '-m', 'klp');
    expect(chosen.stdout).not.toContain('--all-models');
  });

  test('every scenario that ships expects something of every model', async () => {
    const { stdout } = await klpcheck(['check', 'scenarios', '--json', '-p', 'function-consistency']);
    const { results } = JSON.parse(stdout) as {
      readonly results: readonly { readonly scenario: string; readonly model: string }[];
    };
    const checked = new Set(results.map(({ scenario, model }) => `${scenario} ${model}`));
    for (const scenario of new Set(results.map((each) => each.scenario)))
      for (const model of all) expect(checked).toContain(`${scenario} ${model}`);
  });
});

describe.concurrent('with --model', () => {
  test('a list, a pattern, a model by its parts, and the option again', async () => {
    const lazy = 'leave=patched-set,switch=thread,gather=lazy';
    expect(await columns('harmless.yaml', '-m', `null,${lazy},kgraft*`, '-m', 'klp,null')).toEqual([
      'null',
      lazy,
      'kgraft',
      'kgraft-sync',
      'klp',
    ]);
  });

  test('a name in a list that is unknown, with the nearest', async () => {
    expectWrongInput(
      await folder.run('check', 'harmless.yaml', '-m', 'klp,kpathc'),
      "--model: unknown model 'kpathc'\n  hint: did you mean 'kpatch'?",
    );
  });

  test('not together with --all-models', async () => {
    expectWrongInput(
      await folder.run('check', 'harmless.yaml', '-m', 'klp', '--all-models'),
      "option '--all-models' cannot be used with option '-m, --model <names>'",
    );
  });

  test.each([['explain', '-p', 'atomic-switch'], ['export']])('%s takes one', async (command, ...more) => {
    expectWrongInput(
      await folder.run(command, 'lock-order.yaml', '-m', 'klp,null', ...more),
      "--model: expected one model, not 'klp' and 'null'",
    );
  });
});
