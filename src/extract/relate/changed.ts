import { diffArrays } from 'diff';
import type { CFunction } from '../c/index.js';
import type { World } from './world.js';

/** A function that is there before and after, and is another one. */
export interface ChangedFunction {
  readonly name: string;
  readonly old: CFunction;
  readonly new: CFunction;
  /** Which line of the new file is which one of the old file; only those of the function that are the same but for blanks. */
  readonly sameLines: ReadonlyMap<number, number>;
  readonly oldChanged: ReadonlySet<number>;
  readonly newChanged: ReadonlySet<number>;
}

/** What a diff does to functions. */
export interface Changes {
  readonly patched: ReadonlyMap<string, ChangedFunction>;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * @param listed functions that are replaced whether or not their own code changes
 * @param ignored functions that are left as they are
 */
export function changesBetween(
  old: World,
  now: World,
  textOf: { readonly old: TextOf; readonly new: TextOf },
  listed: ReadonlySet<string>,
  ignored: ReadonlySet<string>,
): Changes {
  const patched = new Map<string, ChangedFunction>();
  for (const [name, after] of now.functions) {
    const before = old.functions.get(name);
    if (!before || ignored.has(name) || (before.code === after.code && !listed.has(name))) continue;
    patched.set(name, align(name, before, after, textOf.old(before.file), textOf.new(after.file)));
  }
  return {
    patched,
    added: [...now.functions.keys()].filter((name) => !old.functions.has(name)),
    removed: [...old.functions.keys()].filter((name) => !now.functions.has(name)),
  };
}

/** The lines of a file in one version. */
export type TextOf = (file: string) => readonly string[];

function align(
  name: string,
  before: CFunction,
  after: CFunction,
  oldText: readonly string[],
  newText: readonly string[],
): ChangedFunction {
  const lines = (text: readonly string[], { line, endLine }: CFunction): string[] =>
    text.slice(line - 1, endLine).map((each) => each.replace(/\s+/g, ' ').trim());
  const sameLines = new Map<number, number>();
  const oldChanged = new Set<number>();
  const newChanged = new Set<number>();
  let [oldLine, newLine] = [before.line, after.line];
  for (const { value, added, removed } of diffArrays(lines(oldText, before), lines(newText, after)))
    for (const _ of value) {
      if (added) newChanged.add(newLine++);
      else if (removed) oldChanged.add(oldLine++);
      else sameLines.set(newLine++, oldLine++);
    }
  return { name, old: before, new: after, sameLines, oldChanged, newChanged };
}
