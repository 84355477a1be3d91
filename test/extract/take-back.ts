import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createTwoFilesPatch } from 'diff';
import type { Fix } from './fixes.js';

/** The diff of a fix, made from the kernel that has it. @throws where the kernel is another one */
export function diffOf({ cve, commit, edits }: Fix, kernel: string): string {
  const files = [...new Set(edits.map(({ file }) => file))];
  const diffs = files.map((file) => {
    const now = readFileSync(path.join(kernel, file), 'utf8');
    const before = edits
      .filter((edit) => edit.file === file)
      .reduce((text, { now: there, before: then, behind = '' }) => {
        const from = text.indexOf(behind);
        const at = text.indexOf(there, from);
        if (from < 0 || at < 0) throw new Error(`${cve}: ${file} does not have\n${there}`);
        return text.slice(0, at) + then + text.slice(at + there.length);
      }, now);
    return createTwoFilesPatch(`a/${file}`, `b/${file}`, before, now);
  });
  return `From ${commit.padEnd(12, '0')} Mon Sep 17 00:00:00 2001\nSubject: [PATCH] ${cve}\n\n---\n${diffs.join('')}-- \n2.40.1\n`;
}
