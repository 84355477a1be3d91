import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the code of klpcheck stands: built, or as it is written. */
const built = /[\\/]dist[\\/]/;

/** A digest of the code of klpcheck that is running: a changed one may find something else. */
export function codeDigest(): string {
  const root = fileURLToPath(new URL('.', import.meta.resolve('klpcheck/package.json')));
  const folders = built.test(fileURLToPath(import.meta.url)) ? ['dist'] : ['src', 'models', 'properties'];
  const hash = createHash('sha256').update(process.version);
  for (const folder of folders)
    for (const file of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).sort())
      if (/\.[jt]s$/.test(file) && !file.endsWith('.d.ts'))
        hash.update(`\n${file}\n`).update(readFileSync(path.join(root, folder, file)));
  return hash.digest('hex');
}
