import type { Columns } from '../../src/kernel-index/columns.js';
import type { KernelIndex, KernelIndexOptions } from '../../src/kernel-index/index.js';
import { columnsOfTexts, indexTexts } from '../../src/kernel-index/index-texts.js';

type Texts = Readonly<Record<string, string | Uint8Array>>;

/** The columns of some files, by path. */
export function columnsOf(texts: Texts): Columns {
  return columnsOfTexts(new Map(Object.entries(texts)));
}

/** An index of some files, by path. */
export function indexOf(texts: Texts, options?: KernelIndexOptions): KernelIndex {
  return indexTexts(new Map(Object.entries(texts)), options);
}
