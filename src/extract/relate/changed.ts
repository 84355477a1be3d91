import { diffArrays } from 'diff';
import { abiDifferences, type CFunction } from '../c/index.js';
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
  const replace = (name: string): void => {
    const [before, after] = [old.functions.get(name), now.functions.get(name)];
    if (before && after && !ignored.has(name))
      patched.set(name, align(name, before, after, textOf.old(before.file), textOf.new(after.file)));
  };
  for (const [name, { code }] of now.functions)
    if (old.functions.get(name)?.code !== code || listed.has(name)) replace(name);
  // Who calls by another signature is compiled to other code, though its text is the same.
  for (const { name, old: before, new: after } of [...patched.values()])
    if (abiDifferences(before.signature, after.signature).length > 0)
      for (const caller of now.callersOf(name)) if (!patched.has(caller)) replace(caller);
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
