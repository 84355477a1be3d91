import type { Columns } from '../../src/kernel-index/columns.js';
import { FileFacts, Rows } from '../../src/kernel-index/facts.js';
import { writeRecord } from '../../src/kernel-index/file-record.js';
import { KernelIndex, type KernelIndexOptions } from '../../src/kernel-index/index.js';
import { functionsOf, type KnownFile, mergeRecords } from '../../src/kernel-index/merge.js';
import { NameTable } from '../../src/kernel-index/name-table.js';
import { Recogniser } from '../../src/kernel-index/recogniser.js';
import { paddingBytes } from '../../src/kernel-index/scanner.js';

type Texts = Readonly<Record<string, string | Uint8Array>>;

/** The columns of some files, by path, without threads and without a disk. */
export function columnsOf(texts: Texts): Columns {
  const names = new NameTable();
  const facts = new FileFacts();
  const recogniser = new Recogniser(names, facts);
  const files = Object.entries(texts)
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

/** An index of some files, by path. */
export function indexOf(texts: Texts, options?: KernelIndexOptions): KernelIndex {
  return new KernelIndex(columnsOf(texts), options);
}
