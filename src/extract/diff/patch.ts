import { parsePatch, type StructuredPatch } from 'diff';
import { type Diagnostic, InputError } from '../../scenario/index.js';
import { tidyPatch } from './tidy-patch.js';

/** What a diff does to one file. Names are relative to the root of the tree, without `a/` and `b/`. */
export interface FileChange {
  /** The name before; absent where the file is new. */
  readonly oldName?: string;
  /** The name after; absent where the file is deleted. */
  readonly newName?: string;
  readonly isBinary: boolean;
  readonly patch: StructuredPatch;
}

/**
 * Reads a unified diff, of `git diff`, of `git format-patch` with its head and its trailer, or of `diff -u`.
 *
 * @param file what it is called in messages
 * @throws InputError where it is none, where a hunk is cut off, or where it changes no file
 */
export function parseChanges(text: string, file: string): readonly FileChange[] {
  const { lines, problem } = tidyPatch(text);
  if (problem) throw failure(file, problem.message, problem.line, text);
  let patches: readonly StructuredPatch[];
  try {
    patches = parsePatch(lines.join('\n'));
  } catch (error) {
    throw failure(file, `is no unified diff: ${error instanceof Error ? error.message : String(error)}`);
  }
  const changes = patches.flatMap((patch) => changeOf(patch) ?? []);
  if (changes.length === 0)
    throw failure(
      file,
      'changes no file: expected a unified diff, with lines such as "--- a/net/key/af_key.c"',
    );
  return changes;
}

/** What a mail says of the change: its subject without `[PATCH …]`, and the commit that it was made of. */
export function aboutPatch(text: string): { readonly subject?: string; readonly commit?: string } {
  const head = text.slice(0, Math.max(0, text.search(/^(?:diff --git|--- \S+\n\+\+\+ )/m)));
  const subject = /^Subject: (.*(?:\n[ \t].*)*)/m
    .exec(head)?.[1]
    ?.replace(/\s+/g, ' ')
    .replace(/^(?:\[[^\]]*\] ?)+/, '')
    .trim();
  const commit = /^(?:From|commit) ([0-9a-f]{12,40})\b/m.exec(head)?.[1];
  return { ...(subject && { subject }), ...(commit && { commit }) };
}

function changeOf(patch: StructuredPatch): FileChange | undefined {
  const oldName = patch.isCreate ? undefined : nameOf(patch.oldFileName);
  const newName = patch.isDelete ? undefined : nameOf(patch.newFileName);
  if (oldName === undefined && newName === undefined) return undefined;
  return {
    ...(oldName !== undefined && { oldName }),
    ...(newName !== undefined && { newName }),
    isBinary: patch.isBinary === true,
    patch,
  };
}

/** The first folder of a name is that of `a/` and `b/`, or of two trees beside each other, as with `patch -p1`. */
function nameOf(name: string | undefined): string | undefined {
  const plain = name?.split('\t')[0]?.trim();
  if (plain === undefined || plain === '' || plain === '/dev/null') return undefined;
  const slash = plain.indexOf('/');
  return slash > 0 ? plain.slice(slash + 1) : plain;
}

function failure(file: string, message: string, line?: number, text = ''): InputError {
  const diagnostic: Diagnostic = {
    file,
    code: 'invalid-diff',
    message,
    ...(line !== undefined && { line, column: 1, excerpt: text.split('\n', line).at(-1)?.trimEnd() ?? '' }),
  };
  return new InputError([diagnostic]);
}
