import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { Extraction } from '../extract/index.js';
import { type Finding, staticFindings } from '../findings/index.js';
import {
  defaultIndexFile,
  expectFresh,
  indexTexts,
  loadEntryTable,
  loadKernelIndex,
} from '../kernel-index/index.js';
import { severalTexts } from './shared-options.js';

/** Where the index of a source tree is, and what else is said of where the kernel is entered. */
export interface IndexOptions {
  readonly index?: string;
  readonly entries?: readonly string[];
}

export function withIndex(command: Command): Command {
  return command
    .option(
      '--index <file>',
      'the index of the source (default: .klpcheck.index in it, where klpcheck index has written one)',
    )
    .option(
      '--entries <file>',
      'more rows of kernel/entry-points.yaml, in the same words (repeatable)',
      severalTexts,
    );
}

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
): Promise<readonly Finding[]> {
  const table = await loadEntryTable(entries);
  const isWhole = file !== undefined || existsSync(defaultIndexFile(source));
  const index = isWhole
    ? await loadKernelIndex(source, file === undefined ? {} : { file })
    : indexTexts(newTexts);
  if (isWhole) await expectFresh(index, source, [...newTexts.keys()]);
  return staticFindings({ facts, index, isWhole, table });
}
