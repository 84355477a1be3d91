import type { Columns } from './columns.js';
import { FileFacts, Rows } from './facts.js';
import { writeRecord } from './file-record.js';
import { KernelIndex, type KernelIndexOptions } from './kernel-index.js';
import { functionsOf, type KnownFile, mergeRecords } from './merge.js';
import { NameTable } from './name-table.js';
import { Recogniser } from './recogniser.js';
import { paddingBytes } from './scanner.js';

/** Texts of C, by their paths. */
export type SourceTexts = ReadonlyMap<string, string | Uint8Array>;

/** An index of a few files alone: of what others say, it knows nothing. */
export function indexTexts(texts: SourceTexts, options?: KernelIndexOptions): KernelIndex {
  return new KernelIndex(columnsOfTexts(texts), options);
}

/** What some files say, as columns. */
export function columnsOfTexts(texts: SourceTexts): Columns {
  const names = new NameTable();
  const facts = new FileFacts();
  const recogniser = new Recogniser(names, facts);
  const files = [...texts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, text]): KnownFile => {
      const bytes = Buffer.from(text);
      facts.clear();
      recogniser.read(Buffer.concat([bytes, new Uint8Array(paddingBytes)]), bytes.length);
      const records = new Rows();
      writeRecord(facts, records, (name) => name);
      const stamp = { size: bytes.length, modifiedMs: 0 };
      return {
        ...{ records: records.data, begin: 0, hash: [0, 0], pending: new Int32Array(0) },
        ...{ ...stamp, file: { path, ...stamp } },
      };
    });
  return mergeRecords(files, names, functionsOf(files, names));
}
