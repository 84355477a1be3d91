import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  type Diagnostic,
  maximumFileBytes,
  parseScenario,
  type Result,
  type Scenario,
} from '../scenario/index.js';

const scenarioFile = /\.ya?ml$/;

/**
 * The scenario files that a list of files and folders names: files as they are, folders with all that is in them,
 * in the order of their names.
 */
export async function findScenarioFiles(names: readonly string[]): Promise<Result<readonly string[]>> {
  const files: string[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const name of names) {
    try {
      if (!(await stat(name)).isDirectory()) {
        files.push(name);
        continue;
      }
      const entries = await readdir(name, { recursive: true });
      const found = entries.filter((entry) => scenarioFile.test(entry)).sort();
      if (found.length === 0)
        diagnostics.push({
          file: name,
          message: 'a folder without scenarios: expected a file named *.yaml in it',
        });
      files.push(...found.map((entry) => path.join(name, entry)));
    } catch (error) {
      diagnostics.push({ file: name, message: explain(error as NodeJS.ErrnoException) });
    }
  }
  return diagnostics.length > 0 ? { ok: false, diagnostics } : { ok: true, value: [...new Set(files)] };
}

/** Reads a scenario from a file, or says what is wrong with it. */
export async function loadScenario(file: string): Promise<Result<Scenario>> {
  try {
    const { size } = await stat(file);
    if (size > maximumFileBytes) {
      const message = `too large: ${(size / 2 ** 20).toFixed(1)} MiB, and a scenario has at most ${maximumFileBytes / 2 ** 20} MiB`;
      return { ok: false, diagnostics: [{ file, message }] };
    }
    return parseScenario(await readFile(file, 'utf8'), file);
  } catch (error) {
    return { ok: false, diagnostics: [{ file, message: explain(error as NodeJS.ErrnoException) }] };
  }
}

function explain({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOENT':
      return 'no such file or folder';
    case 'EACCES':
    case 'EPERM':
      return 'cannot be read: permission denied';
    case 'EISDIR':
      return 'is a folder, expected a file';
    default:
      return `cannot be read: ${message}`;
  }
}
