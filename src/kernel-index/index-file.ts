import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../scenario/index.js';
import type { EarlierIndex } from './build-index.js';
import { type Damage, decodeIndex } from './file-format.js';
import { KernelIndex, type KernelIndexOptions } from './kernel-index.js';

/** Where the index of a source tree is, unless somebody says otherwise: git passes over it, as over all that the kernel's `.gitignore` names. */
export function defaultIndexFile(root: string): string {
  return path.join(root, '.klpcheck.index');
}

/** Reads an index, or says why it cannot be read; nothing where there is none. @throws InputError when it cannot be read at all */
export async function readIndexFile(file: string): Promise<EarlierIndex | Damage | undefined> {
  try {
    const [bytes, { mtimeMs }] = await Promise.all([readFile(file), stat(file)]);
    const columns = decodeIndex(bytes);
    return typeof columns === 'string' ? columns : { columns, writtenMs: mtimeMs };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new InputError([{ file, code: 'unreadable-file', message: `cannot be read: ${message}` }]);
  }
}

/**
 * Loads the index of a source tree.
 *
 * @param file where it is, if not in the tree itself
 * @throws InputError when there is none, or it is damaged or of another version
 */
export async function loadKernelIndex(
  root: string,
  { file = defaultIndexFile(root), ...options }: KernelIndexOptions & { readonly file?: string } = {},
): Promise<KernelIndex> {
  const found = await readIndexFile(file);
  const remedy = { hint: `klpcheck index ${root} writes one` };
  if (found === undefined)
    throw new InputError([{ file, code: 'unreadable-file', message: 'there is no index', ...remedy }]);
  if (typeof found === 'string')
    throw new InputError([{ file, code: 'invalid-index', message: explainDamage(found), ...remedy }]);
  return new KernelIndex(found.columns, options);
}

/** What is wrong with a file that is no index, or none that can be read. */
export function explainDamage(damage: Damage): string {
  return explanations[damage];
}

const explanations: Readonly<Record<Damage, string>> = {
  'not-an-index': 'is no index of a source tree',
  'other-version': 'was written by another version of klpcheck',
  damaged: 'is damaged: its content is not what was written',
};

/**
 * Makes sure that files are as they were when they were indexed.
 *
 * @param files from the root of the source tree
 * @throws InputError when one has changed since, or is not there any more
 */
export async function expectFresh(index: KernelIndex, root: string, files: readonly string[]): Promise<void> {
  const stale = [];
  for (const file of new Set(files)) {
    const known = index.stampOf(file);
    const stats = await stat(path.join(root, file)).catch(() => undefined);
    const isSame =
      known && stats ? known.size === stats.size && known.modifiedMs === stats.mtimeMs : !known && !stats;
    if (!isSame)
      stale.push({
        file: path.join(root, file),
        code: 'invalid-index' as const,
        message: stats ? 'has changed since it was indexed' : 'was indexed, and is not there any more',
        hint: `klpcheck index ${root} reads again what has changed`,
      });
  }
  if (stale.length > 0) throw new InputError(stale);
}
