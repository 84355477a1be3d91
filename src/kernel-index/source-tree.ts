import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Omission } from './read-source.js';

/** A file of a source tree. */
export interface SourceFile {
  /** From the root of the tree, with `/` between its parts. */
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
}

/** What was left out, and why. */
export interface OmittedFile {
  readonly path: string;
  readonly why: Omission;
}

export interface SourceTree {
  /** In the order of their paths. */
  readonly files: readonly SourceFile[];
  readonly omitted: readonly OmittedFile[];
}

const isSource = /\.[ch]$/;

/**
 * All files of C below a folder, and all headers. Symbolic links are not followed, so that nothing is read twice and no loop is walked.
 *
 * @param onFolder called for each folder, with how many files there were by then
 * @throws what Node throws when the root is no folder or cannot be read
 */
export function findSources(root: string, onFolder?: (files: number) => void): SourceTree {
  const files: SourceFile[] = [];
  const omitted: OmittedFile[] = [];
  const visit = (folder: string): void => {
    onFolder?.(files.length);
    for (const entry of entriesOf(root, folder, omitted)) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.')) visit(name);
      } else if (isSource.test(entry.name)) {
        if (entry.isSymbolicLink()) omitted.push({ path: name, why: 'symbolic-link' });
        else if (!entry.isFile()) omitted.push({ path: name, why: 'special' });
        else addFile(root, name, files, omitted);
      }
    }
  };
  visit('');
  const byPath = (one: { path: string }, other: { path: string }): number => (one.path < other.path ? -1 : 1);
  return { files: files.sort(byPath), omitted: omitted.sort(byPath) };
}

function entriesOf(root: string, folder: string, omitted: OmittedFile[]) {
  try {
    return readdirSync(path.join(root, folder), { withFileTypes: true });
  } catch (error) {
    if (folder === '') throw error;
    omitted.push({ path: folder, why: 'unreadable' });
    return [];
  }
}

function addFile(root: string, name: string, files: SourceFile[], omitted: OmittedFile[]): void {
  // It may have gone since the folder was read.
  const stats = statSync(path.join(root, name), { throwIfNoEntry: false });
  if (!stats) omitted.push({ path: name, why: 'unreadable' });
  else files.push({ path: name, size: stats.size, modifiedMs: stats.mtimeMs });
}
