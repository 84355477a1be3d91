import { type Columns, pathsOf } from './columns.js';
import { recordOf } from './known-records.js';
import { type FileRecord, lexFiles } from './lex-files.js';
import { functionsOf, type KnownFile, mergeRecords } from './merge.js';
import { NameTable } from './name-table.js';
import { findSources, type OmittedFile, type SourceFile } from './source-tree.js';
import { trait } from './words.js';

/** How far the making of an index has come. */
export type IndexProgress =
  | { readonly kind: 'finding'; readonly files: number }
  | { readonly kind: 'reading'; readonly files: number; readonly ofFiles: number; readonly bytes: number }
  | { readonly kind: 'merging'; readonly files: number };

export interface IndexRequest {
  /** The root of the source tree. */
  readonly root: string;
  /** An earlier index, and when it was written: what has not changed since is not read again. */
  readonly earlier?: EarlierIndex | undefined;
}

export interface EarlierIndex {
  readonly columns: Columns;
  readonly writtenMs: number;
}

export interface IndexOptions {
  readonly jobs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: IndexProgress) => void) | undefined;
}

/** An index, and how it came about. */
export interface BuiltIndex {
  readonly columns: Columns;
  /** How many files were read. */
  readonly read: number;
  readonly omitted: readonly OmittedFile[];
}

/**
 * Indexes a source tree.
 *
 * @returns nothing where it was stopped
 * @throws what Node throws when the root cannot be read
 */
export async function buildIndex(
  { root, earlier }: IndexRequest,
  { jobs, signal, onProgress }: IndexOptions,
): Promise<BuiltIndex | undefined> {
  const tree = findSources(root, (files) => onProgress?.({ kind: 'finding', files }));
  // Names that are known keep their numbers.
  const names = earlier
    ? NameTable.of(earlier.columns.nameBytes, earlier.columns.nameBegins)
    : new NameTable();
  const unchanged = earlier ? unchangedFiles(earlier, tree.files) : new Map<number, KnownFile>();
  const found = new Map<number, KnownFile>();
  const omitted = [...tree.omitted];
  const read = async (wanted: readonly number[]): Promise<boolean> => {
    const options = {
      ...{ root, jobs, signal },
      onProgress: ({ files, bytes }: { files: number; bytes: number }) =>
        onProgress?.({ kind: 'reading', files, ofFiles: wanted.length, bytes }),
    };
    const answers = await lexFiles(tree.files, wanted, names, options);
    for (const [number, answer] of answers) {
      const file = tree.files[number] as SourceFile;
      if (typeof answer === 'string') omitted.push({ path: file.path, why: answer });
      else found.set(number, { ...answer, file, pending: noHashes });
    }
    return answers.size === wanted.length;
  };
  const numbers = tree.files.map((_, number) => number);
  if (!(await read(numbers.filter((number) => !unchanged.has(number))))) return undefined;
  // In a file that has not changed, a name may have become one of a function: then it is a reference.
  const added = addedFunctions(earlier?.columns, [...found.values()], names);
  const affected = [...unchanged].filter(([, { pending }]) => pending.some((hash) => added.has(hash)));
  if (!(await read(affected.map(([number]) => number)))) return undefined;
  onProgress?.({ kind: 'merging', files: tree.files.length });
  const files = numbers.flatMap((number) => found.get(number) ?? unchanged.get(number) ?? []);
  return { columns: mergeRecords(files, names, functionsOf(files, names)), read: found.size, omitted };
}

const noHashes = new Int32Array(0);

/** A file that was written so shortly before the index may have been written again within the same tick of the clock. */
const tickMs = 2_000;

/** The files that are as they were, with what they said: of the same size and time. */
function unchangedFiles(
  { columns, writtenMs }: EarlierIndex,
  files: readonly SourceFile[],
): Map<number, KnownFile> {
  const { fileSizes, fileTimes } = columns;
  const numbers = new Map(pathsOf(columns).map((each, number) => [each, number]));
  const unchanged = new Map<number, KnownFile>();
  files.forEach((file, number) => {
    const before = numbers.get(file.path);
    if (before === undefined || file.modifiedMs > writtenMs - tickMs) return;
    if (fileSizes[before] === file.size && fileTimes[before] === file.modifiedMs)
      unchanged.set(number, { ...recordOf(columns, before), file });
  });
  return unchanged;
}

/** Hashes of the names that are those of functions now, and were none before. */
function addedFunctions(
  earlier: Columns | undefined,
  files: readonly FileRecord[],
  names: NameTable,
): ReadonlySet<number> {
  const added = new Set<number>();
  if (!earlier) return added;
  const before = new Set(
    earlier.functionNames.filter((_, each) => ((earlier.functionPlaces[each] as number) & trait.macro) === 0),
  );
  functionsOf(files, names).forEach((isOne, name) => {
    if (isOne === 1 && !before.has(name)) added.add(names.hashOf(name));
  });
  return added;
}
