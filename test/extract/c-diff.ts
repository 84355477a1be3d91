import { createTwoFilesPatch } from 'diff';
import { type Extraction, extract, type Overrides } from '../../src/extract/index.js';

/** The diff between two versions of a file. */
export function diffBetween(before: string, after: string, file = 'net/fix.c'): string {
  return createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after);
}

/** What is drafted from the diff between two versions of a file of C. */
export function draftFrom(before: string, after: string, overrides?: Overrides): Promise<Extraction> {
  return extract({
    patch: diffBetween(before, after),
    patchName: 'fix.patch',
    read: async (file) => (file === 'net/fix.c' ? before : undefined),
    ...(overrides && { overrides }),
  });
}
