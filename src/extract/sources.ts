import { InputError } from '../scenario/index.js';
import { parseSource, type SourceFile } from './c/index.js';
import { bothTexts, type Direction, type FileChange } from './diff/index.js';

/** Gives the text of a file of the kernel source; undefined where it has none of that name. */
export type ReadSource = (file: string) => Promise<string | undefined>;

/** The files that a diff changes, parsed as they are before and after it. */
export interface Sources {
  readonly old: readonly SourceFile[];
  readonly new: readonly SourceFile[];
  readonly oldLines: ReadonlyMap<string, readonly string[]>;
  readonly newLines: ReadonlyMap<string, readonly string[]>;
  readonly direction: Direction;
  /** The most that any file needed. */
  readonly fuzz: number;
  /** Files that are not read, each with why. */
  readonly unread: ReadonlyMap<string, string>;
}

const isC = /\.[ch]$/;

/** @throws InputError where a file is not there, or where the diff does not fit to it */
export async function readSources(
  changes: readonly FileChange[],
  read: ReadSource,
  patchName: string,
): Promise<Sources> {
  const unread = new Map<string, string>();
  const texts: { readonly name: string; readonly old: string; readonly new: string }[] = [];
  let direction: Direction | undefined;
  let fuzz = 0;
  for (const change of changes) {
    const name = change.newName ?? change.oldName ?? '';
    if (change.isBinary || !isC.test(name)) {
      unread.set(name, change.isBinary ? 'it is binary' : 'it is no C');
      continue;
    }
    const found = await textsOf(change, read, direction);
    if (!found) throw misfit(patchName, change, await isThere(change, read));
    // What only adds a file says nothing: it is there, or it is not.
    if (change.patch.hunks.length > 0) direction ??= found.direction;
    fuzz = Math.max(fuzz, found.fuzz);
    texts.push({ name, old: found.old, new: found.new });
  }
  if (texts.length === 0)
    throw new InputError([
      {
        file: patchName,
        code: 'nothing-to-check',
        message: `changes no C: ${[...unread.keys()].join(', ')}`,
      },
    ]);
  const parsed = async (version: 'old' | 'new'): Promise<readonly SourceFile[]> => {
    const files: SourceFile[] = [];
    for (const { name, [version]: text } of texts) {
      const file = await parseSource(text, name);
      if (file) files.push(file);
      else unread.set(name, 'the parser was not done in reasonable time');
    }
    return files;
  };
  const lines = (version: 'old' | 'new') =>
    new Map(texts.map((each) => [each.name, each[version].split('\n')]));
  return {
    old: await parsed('old'),
    new: await parsed('new'),
    oldLines: lines('old'),
    newLines: lines('new'),
    direction: direction ?? 'forwards',
    fuzz,
    unread,
  };
}

async function textsOf(change: FileChange, read: ReadSource, direction: Direction | undefined) {
  for (const name of new Set([change.newName, change.oldName])) {
    const text = name === undefined ? undefined : await read(name);
    const found = text === undefined ? undefined : bothTexts(text, change.patch, direction);
    if (found) return found;
  }
  // A file that the patch adds, and that is not there yet; or that it deletes, and that is gone.
  if (change.oldName !== undefined && change.newName !== undefined) return undefined;
  return bothTexts('', change.patch, direction);
}

async function isThere({ oldName, newName }: FileChange, read: ReadSource): Promise<boolean> {
  for (const name of [oldName, newName])
    if (name !== undefined && (await read(name)) !== undefined) return true;
  return false;
}

function misfit(file: string, { oldName, newName, patch }: FileChange, isThereAtAll: boolean): InputError {
  const name = newName ?? oldName ?? '';
  const lines = patch.hunks.map(({ oldStart }) => oldStart).join(', ');
  return new InputError([
    isThereAtAll
      ? {
          file,
          code: 'invalid-diff',
          message: `does not fit to '${name}' of the source, neither forwards nor backwards (hunks at lines ${lines})`,
          hint: 'the source must be the kernel for which the diff was made, before it or after it',
        }
      : {
          file,
          code: 'unreadable-file',
          message: `changes '${name}', which the source does not have`,
          hint: '--source is the root of a kernel tree; names in the diff are below it, behind a/ and b/',
        },
  ]);
}
