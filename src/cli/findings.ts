import { existsSync } from 'node:fs';
import type { Extraction } from '../extract/index.js';
import { type StaticFinding, staticFindings } from '../findings/index.js';
import {
  defaultIndexFile,
  expectFresh,
  indexTexts,
  loadEntryTable,
  loadKernelIndex,
} from '../kernel-index/index.js';
import type { IndexOptions } from './index-options.js';

/**
 * What a static look at a diff finds: with the index of the whole source where there is one, and otherwise with the files of the diff.
 *
 * @param source the root of the source tree
 * @throws InputError where the index is damaged, or older than a file that the diff changes
 */
export async function findingsOf(
  { facts, newTexts }: Pick<Extraction, 'facts' | 'newTexts'>,
  source: string,
  { index: file, entries }: IndexOptions,
): Promise<readonly StaticFinding[]> {
  const table = await loadEntryTable(entries);
  const isWhole = file !== undefined || existsSync(defaultIndexFile(source));
  const index = isWhole
    ? await loadKernelIndex(source, file === undefined ? {} : { file })
    : indexTexts(newTexts);
  if (isWhole) await expectFresh(index, source, [...newTexts.keys()]);
  return staticFindings({ facts, index, isWhole, table });
}
