import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadModelFile } from 'klpcheck';
import { expect, test } from 'vitest';
import { properties } from '../../properties/index.js';
import { checkModel } from '../../src/check/index.js';
import { instantiate } from '../../src/livepatch/index.js';
import { parseScenario, printDiagnostic } from '../../src/scenario/index.js';
import { lockOrder } from '../support/scenarios.js';

/** The code blocks of a page that are in a language. */
function blocks(file: string, language: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/```(\w*)\n([\s\S]*?)```/g)].flatMap(([, its, code]) =>
    its === language ? [code ?? ''] : [],
  );
}

test.each(['README.md', 'docs/tutorial.md', 'docs/scenario-file.md'])(
  'the scenarios in %s are well-formed',
  (file) => {
    const scenarios = blocks(file, 'yaml').filter((code) => code.includes('scenario:'));
    expect(scenarios.length).toBeGreaterThan(0);
    for (const scenario of scenarios) {
      const parsed = parseScenario(scenario, file);
      expect(parsed.ok ? [] : parsed.diagnostics.map(printDiagnostic)).toEqual([]);
    }
  },
);

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
