import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { node, repository, temporaryFolder } from '../cli/run.js';
import { lockOrder } from '../cli/scenarios.js';

/* What the package exports is what its page lists. */

const page = readFileSync('docs/library.md', 'utf8');
const folder = temporaryFolder();

/** The names that a module exports, types among them. */
function exportsOf(file: string): readonly string[] {
  const { statements } = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    const clause = ts.isExportDeclaration(statement) ? statement.exportClause : undefined;
    if (!clause || !ts.isNamedExports(clause))
      throw new Error(`${file} has more than lists of names that it exports from elsewhere`);
    return clause.elements.map(({ name }) => name.text);
  });
}

test('the page on the library lists exactly what the package exports', () => {
  const listed = page
    .split('\n')
    .filter((line) => /^(- | {2})/.test(line))
    .join('\n');
  const names = [...listed.matchAll(/`(\w+)`/g)].map(([, name]) => name ?? '');
  expect([...new Set(names)].sort()).toEqual([...exportsOf('src/index.ts')].sort());
});

test('what models and properties are written with is exported by name too', () => {
  expect(exportsOf('src/model.ts').length).toBeGreaterThan(0);
});

test('the example on the page runs', async () => {
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
  folder.write('patch.yaml', lockOrder);
  mkdirSync(path.join(folder.path, 'node_modules'));
  symlinkSync(repository, path.join(folder.path, 'node_modules/klpcheck'));
  const run = await node([folder.write('example.mjs', code)], { cwd: folder.path });
  expect(run.stderr).toBe('');
  expect(run.stdout).toMatch(/^kgraft:wake=nobody deadlock-freedom \[$/m);
  expect(run.stdout).toMatch(/^simple:wake=nobody wake-ups \[ '.+' \]$/m);
  expect(run.code).toBe(0);
});
