import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  type Extraction,
  extract,
  noOverrides,
  type Overrides,
  parseOverrides,
  type ReadSource,
} from '../extract/index.js';
import { InputError } from '../scenario/index.js';
import type { SourceOptions } from './source-options.js';

/** Larger than any diff between two releases, and than any file of the kernel. */
const mostBytes = 64 * 2 ** 20;

/** @throws InputError */
export async function extractFrom(patchName: string, options: SourceOptions): Promise<Extraction> {
  const source = options.source;
  if (source === undefined)
    throw new InputError([
      {
        file: patchName,
        code: 'invalid-option',
        message: 'is a diff: --source <folder> says where the kernel is',
      },
    ]);
  if (!(await stat(source).catch(() => undefined))?.isDirectory())
    throw new InputError([{ file: source, code: 'unreadable-file', message: '--source: no such folder' }]);
  const patch = await readText(patchName);
  if (patch === undefined)
    throw new InputError([{ file: patchName, code: 'unreadable-file', message: 'no such file' }]);
  const overrides = await overridesOf(patchName, options);
  return extract({ patch, patchName, read: sourceBelow(source), ...(overrides && { overrides }) });
}

async function overridesOf(
  patchName: string,
  { overrides: given, functions = [] }: SourceOptions,
): Promise<Overrides | undefined> {
  const file = given ?? patchName.replace(/(?:\.(?:patch|diff))?$/, '.klpcheck.yaml');
  const text = await readText(file);
  if (text === undefined && given !== undefined)
    throw new InputError([{ file: given, code: 'unreadable-file', message: 'no such file' }]);
  const listed = functions.flatMap((each) => each.split(',')).map((each) => each.trim());
  if (text === undefined)
    return listed.length === 0 ? undefined : { ...noOverrides, file: '--functions', functions: listed };
  const parsed = parseOverrides(text, file);
  return { ...parsed, functions: [...parsed.functions, ...listed] };
}

/** Reads files below a folder only, whatever the diff calls them. */
function sourceBelow(source: string): ReadSource {
  const root = path.resolve(source);
  return async (name) => {
    const file = path.resolve(root, name);
    return file.startsWith(root + path.sep) ? readText(file) : undefined;
  };
}

/** @returns undefined where there is no such file; @throws InputError where it cannot be read, or is too large */
async function readText(file: string): Promise<string | undefined> {
  try {
    const { size } = await stat(file);
    if (size > mostBytes)
      throw new InputError([
        { file, code: 'too-large', message: `is larger than ${mostBytes / 2 ** 20} MiB` },
      ]);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new InputError([
      {
        file,
        code: 'unreadable-file',
        message: code === 'EISDIR' ? 'is a folder, expected a file' : `cannot be read: ${message}`,
      },
    ]);
  }
}
