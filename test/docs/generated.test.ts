import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generatedFiles } from '../../tools/generate.js';

test('what is generated is not stale: npm run generate', async () => {
  for (const [file, text] of Object.entries(await generatedFiles()))
    expect(readFileSync(file, 'utf8'), file).toBe(text);
});
