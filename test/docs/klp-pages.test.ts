import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { klpPages } from '../../tools/klp-pages.js';

test.each(Object.entries(klpPages))('%s is not stale: npm run generate:klp', async (file, page) => {
  expect(readFileSync(file, 'utf8'), file).toBe(await page());
});
