import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadModelFile } from 'klpcheck';
import { describe, expect, test } from 'vitest';
import { properties } from '../../properties/index.js';
import { checkModel } from '../../src/check/index.js';
import { type ConsistencyModel, instantiate, isPoint, modelAt } from '../../src/livepatch/index.js';
import { printDiagnostic } from '../../src/scenario/index.js';
import { temporaryFolder } from '../cli/run.js';
import { lockOrder } from '../support/scenarios.js';

/** The code blocks of a page that are in a language. */
function blocks(file: string, language: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/```(\w*)\n([\s\S]*?)```/g)].flatMap(([, its, code]) =>
    its === language ? [code ?? ''] : [],
  );
}

const folder = temporaryFolder();

/** The examples of scenarios on a page, each in a file of its own. */
function scenariosOf(page: string): readonly string[] {
  return blocks(page, 'yaml')
    .filter((code) => code.includes('scenario:'))
    .map((code, index) => folder.write(`${path.basename(page)}-${index + 1}.yaml`, code));
}

describe.each([
  ['README.md', 1],
  ['docs/tutorial.md', 1],
  ['docs/scenario-file.md', 0],
  ['docs/scenario-words.md', 0],
])('the scenarios in %s', (page, exitCode) => {
  test.for(scenariosOf(page))(
    '%s is small, is checked to the end, and comes out as it says',
    async (file) => {
      const { code, stdout, stderr } = await folder.run(
        'check',
        file,
        '--all-models',
        '--json',
        '--max-states',
        '50000',
      );
      expect(stderr).toBe('');
      expect(code).toBe(exitCode);
      const { results } = JSON.parse(stdout);
      expect(results.length).toBeGreaterThan(80);
      const unfinished = results.filter(({ verdict }: { verdict: string }) => verdict === 'inconclusive');
      expect(unfinished).toEqual([]);
    },
  );
});

test('what the tutorial says to keep is a regression test that succeeds', async () => {
  const [scenario = '', kept = ''] = blocks('docs/tutorial.md', 'yaml');
  const file = folder.write('kept.yaml', scenario + kept);
  const { code, stderr } = await folder.run('check', file, '--model', 'kgraft', '--quiet');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

/** The model in a code block of the guide. */
async function loadBlock(index: number): Promise<ConsistencyModel> {
  const name = folder.write(`model-${index}.ts`, blocks('docs/writing-a-model.md', 'ts')[index] ?? '');
  const loaded = await loadModelFile(path.resolve(folder.path, name));
  if (!loaded.ok) throw new Error(loaded.diagnostics.map(printDiagnostic).join('\n'));
  return loaded.value[0] ?? expect.fail();
}

async function cellsUnder(model: ConsistencyModel) {
  return (await checkModel(lockOrder, instantiate(model), properties, undefined)).cells;
}

test('the model by its rules of the guide can be loaded, and does what the guide says', async () => {
  const violated = (await cellsUnder(await loadBlock(1)))
    .filter(({ verdict }) => verdict.kind === 'violated')
    .map(({ property }) => property.name);
  expect(violated).toEqual([
    ...['global-consistency', 'atomic-switch', 'deadlock-freedom'],
    ...['convergence', 'no-starvation', 'non-interference'],
  ]);
});

test('the model from parts of the guide is what its combination is without a name', async () => {
  const told = async (model: ConsistencyModel) =>
    (await cellsUnder(model)).map(({ property, verdict, statistics }) => [
      ...[property.name, verdict.kind, statistics.states],
    ]);
  const composed = await loadBlock(0);
  if (!isPoint(composed)) throw new Error(`${composed.name} is no point of the taxonomy`);
  expect(await told(composed)).toEqual(await told(modelAt(composed)));
});
