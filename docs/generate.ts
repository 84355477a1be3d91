/*
 * Writes what is generated: the JSON Schemas. Run it by `npm run generate`; a test fails when the result is stale.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkJsonSchema } from '../src/report/index.js';
import { scenarioJsonSchema } from '../src/scenario/index.js';

const root = new URL('..', import.meta.url);

/** By path from the root of the repository, what each generated file must contain. */
export function generatedFiles(): Readonly<Record<string, string>> {
  return {
    'docs/schema/scenario.schema.json': `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`,
    'docs/schema/check.schema.json': `${JSON.stringify(checkJsonSchema(), null, 2)}\n`,
  };
}

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === process.argv[1])
  for (const [file, text] of Object.entries(generatedFiles())) writeFileSync(new URL(file, root), text);
