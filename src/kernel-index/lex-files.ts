import { shareOut } from '../threads/index.js';
import { Rows } from './facts.js';
import { renameRecord } from './file-record.js';
import { hashName, type NameTable } from './name-table.js';
import type { Omission } from './read-source.js';
import type { SourceFile } from './source-tree.js';

/** Files to read: the number of each, and its path. */
export type LexRequest = readonly (readonly [file: number, path: string])[];

/** A file that was read. */
export interface LexedFile {
  readonly file: number;
  readonly size: number;
  readonly modifiedMs: number;
  readonly hash: readonly [number, number];
  /** Where its record begins. */
  readonly begin: number;
}

/** What a thread has found in some files, in its own numbers of names. */
export interface LexedBatch {
  readonly thread: number;
  readonly files: readonly LexedFile[];
  readonly omitted: readonly (readonly [file: number, why: Omission])[];
  readonly records: Int32Array;
  /** The names that it has not sent before: their bytes, one after the other, and where each ends. */
  readonly names: { readonly bytes: Uint8Array; readonly ends: Uint32Array };
}

/** What a file says, in numbers of a table of names. */
export interface FileRecord extends Omit<LexedFile, 'file'> {
  readonly records: Int32Array;
}

/** So many bytes a thread is given at once. */
const batchBytes = 1 << 22;

export interface LexProgress {
  readonly files: number;
  readonly bytes: number;
}

interface LexOptions {
  readonly root: string;
  readonly jobs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: LexProgress) => void) | undefined;
}

/**
 * Reads files in several threads. What is stopped has gaps.
 *
 * @param wanted the numbers of those to read
 * @param names gets their names
 * @returns by number, what each says or why it was left out
 */
export async function lexFiles(
  files: readonly SourceFile[],
  wanted: readonly number[],
  names: NameTable,
  { root, jobs, signal, onProgress }: LexOptions,
): Promise<ReadonlyMap<number, FileRecord | Omission>> {
  const found = new Map<number, FileRecord | Omission>();
  const knownNames = new Map<number, Rows>();
  let next = 0;
  let bytes = 0;
  const accept = (batch: LexedBatch): void => {
    const known = knownNames.get(batch.thread) ?? Rows.of(0);
    knownNames.set(batch.thread, known);
    learnNames(batch, known, names);
    for (const { file, ...lexed } of batch.files) {
      renameRecord(batch.records, lexed.begin, known.data);
      found.set(file, { ...lexed, records: batch.records });
      bytes += lexed.size;
    }
    for (const [file, why] of batch.omitted) found.set(file, why);
    onProgress?.({ files: found.size, bytes });
  };
  if (wanted.length === 0) return found;
  await shareOut<LexRequest, LexedBatch>({
    ...{ jobs: Math.min(jobs, wanted.length), here: import.meta.url, module: 'lex-thread', data: root },
    ...{ accept, signal },
    next() {
      if (signal?.aborted || next >= wanted.length) return undefined;
      const request: (readonly [number, string])[] = [];
      for (let size = 0; next < wanted.length && size < batchBytes; next++) {
        const number = wanted[next] as number;
        const file = files[number] as SourceFile;
        request.push([number, file.path]);
        size += file.size;
      }
      return request;
    },
  });
  return found;
}

function learnNames({ names: { bytes, ends } }: LexedBatch, known: Rows, names: NameTable): void {
  let begin = 0;
  for (const end of ends) {
    known.push(names.intern(bytes, begin, end, hashName(bytes, begin, end)));
    begin = end;
  }
}
