/*
 * Writes the pages about klp that are found by search: npm run generate:klp. A test fails when one is stale.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { barriersPage } from './barriers.js';
import { historicalBugsPage } from './historical-bugs.js';

/** By path from the root of the repository, what each page must contain. */
export const klpPages: Readonly<Record<string, () => Promise<string>>> = {
  'docs/barriers.md': barriersPage,
  'docs/historical-bugs.md': historicalBugsPage,
};

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === process.argv[1])
  for (const [file, page] of Object.entries(klpPages)) writeFileSync(file, await page());
