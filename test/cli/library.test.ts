import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkSchema } from '../../src/report/check-schema.js';
import { ownModel } from './own-model.js';
import { node, repository, temporaryFolder } from './run.js';
import { lockOrder } from './scenarios.js';

/* klpcheck as a library, and models that import it from outside of the repository. */

const folder = temporaryFolder();
folder.write('lock-order.yaml', lockOrder);

describe.concurrent('a model of the user', () => {
  // What it prints must not get between the data.
  folder.write('own.ts', `console.log('loaded');\n${ownModel('own')}`);

  test('is checked beside those that are shipped, and behaves as it says', async () => {
    const { code, stdout, stderr } = await folder.run(
      ...['check', 'lock-order.yaml', '--model-file', './own.ts', '--model-file', 'own.ts'],
      ...['--model', 'own', '--model', 'kgraft', '--property', 'deadlock-freedom', '--json'],
    );
    const { results } = checkSchema.parse(JSON.parse(stdout));
    expect(results.map(({ model, verdict }) => [model, verdict])).toEqual([
      ['own', 'violated'],
      ['kgraft', 'violated'],
    ]);
    expect(stderr).toBe('loaded\n');
    expect(code).toBe(1);
  });

  test('is one of all models when none is chosen, and can be expected something of', async () => {
    const file = folder.write(
      'expected.yaml',
      `${lockOrder}expect:\n  own: { deadlock-freedom: violated }\n`,
    );
    const { stdout } = await folder.run(
      ...['check', file, '--model-file', 'own.ts', '--property', 'deadlock-freedom', '--json'],
    );
    const { results } = checkSchema.parse(JSON.parse(stdout));
    expect(results.at(-1)).toMatchObject({ model: 'own', expected: 'violated', asExpected: true });
    expect(new Set(results.map(({ model }) => model)).size).toBe(results.length);
  });

  test('is explained with its own words', async () => {
    const { code, stdout } = await folder.run(
      ...['explain', 'lock-order.yaml', '--model-file', 'own.ts', '-m', 'own', '-p', 'deadlock-freedom'],
    );
    expect(stdout).toContain('starts with update');
    expect(stdout).toContain('The model: each task migrates by itself.');
    expect(code).toBe(1);
  });
});

describe.concurrent("import … from 'klpcheck'", () => {
  const program = `
    import { check, InputError, loadScenario, models, properties } from 'klpcheck';
    const scenario = await loadScenario(process.argv.at(-1));
    if (!scenario.ok) throw new InputError(scenario.diagnostics);
    const report = await check({
      scenarios: [scenario.value],
      knownModels: models,
      knownProperties: properties,
      properties: properties.filter(({ name }) => name === 'deadlock-freedom'),
    });
    console.log(report.cells.map(({ model, verdict }) => model.name + ' ' + verdict.kind).join('\\n'));
  `;
  const scenario = path.join(folder.path, 'lock-order.yaml');

  test('works inside of the package', async () => {
    const run = await node(['--input-type=module', '--eval', program, scenario], { cwd: repository });
    expect(run.stderr).toBe('');
    expect(run.stdout.split('\n')).toEqual(expect.arrayContaining(['simple holds', 'kgraft violated']));
    expect(run.code).toBe(0);
  });

  test('works where the package is installed', async () => {
    mkdirSync(path.join(folder.path, 'node_modules'));
    symlinkSync(repository, path.join(folder.path, 'node_modules/klpcheck'));
    const file = folder.write('program.mjs', program);
    const run = await node([file, scenario], { cwd: folder.path });
    expect(run.stderr).toBe('');
    expect(run.stdout.split('\n')).toEqual(expect.arrayContaining(['simple holds', 'kgraft violated']));
  });

  test('gives the schemas too', async () => {
    const code = `
      import { createRequire } from 'node:module';
      const require = createRequire(import.meta.url);
      console.log(['scenario', 'check'].map((name) => require('klpcheck/' + name + '.schema.json').title).join(', '));
    `;
    const run = await node(['--input-type=module', '--eval', code], { cwd: repository });
    expect(run).toEqual({ code: 0, stdout: 'klpcheck scenario, klpcheck check\n', stderr: '' });
  });
});
