import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadModelFile } from 'klpcheck';
import { describe, expect, test } from 'vitest';
import { properties } from '../../properties/index.js';
import { checkModel } from '../../src/check/index.js';
import { instantiate } from '../../src/livepatch/index.js';
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

test('the model of the guide can be loaded, and does what the guide says', async () => {
  const [code] = blocks('docs/writing-a-model.md', 'ts');
  const folder = mkdtempSync(path.join(tmpdir(), 'klpcheck-'));
  try {
    const file = path.join(folder, 'mine.ts');
    writeFileSync(file, code ?? '');
    const loaded = await loadModelFile(file);
    if (!loaded.ok) throw new Error(loaded.diagnostics.map(printDiagnostic).join('\n'));
    const [model] = loaded.value;
    const { cells } = await checkModel(lockOrder, instantiate(model ?? expect.fail()), properties, undefined);
    const violated = cells
      .filter(({ verdict }) => verdict.kind === 'violated')
      .map(({ property }) => property.name);
    expect(violated).toEqual([
      ...['global-consistency', 'atomic-switch', 'deadlock-freedom'],
      ...['convergence', 'no-starvation', 'non-interference'],
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
