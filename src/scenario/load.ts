import { open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Diagnostic, InputError, type Result } from './diagnostic.js';
import type { ErrorCode } from './error-code.js';
import { parseScenario } from './parse.js';
import type { Scenario } from './scenario.js';

/** A scenario is read by people; a file above this size is something else. */
const maximumFileBytes = 1 << 20;
const chunkBytes = 1 << 16;
const scenarioFile = /\.ya?ml$/;
/** Folders in which YAML files are about something else. */
const skippedFolder = /^(\..+|node_modules)$/;

/**
 * The scenario files that a list of files and folders names: files as they are, folders with all that is in them,
 * in the order of their names. A file that is named twice is listed once.
 */
export async function findScenarioFiles(names: readonly string[]): Promise<Result<readonly string[]>> {
  const files = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  for (const name of names) {
    try {
      const isFolder = (await stat(name)).isDirectory();
      const found = isFolder ? await scenariosBelow(name) : [name];
      if (found.length === 0)
        diagnostics.push({
          file: name,
          code: 'nothing-to-check',
          message: 'a folder without scenarios: expected a file named *.yaml in it',
        });
      for (const file of found) {
        // A pipe has no path of its own, and is never named twice.
        const identity = await realpath(file).catch(() => file);
        if (!files.has(identity)) files.set(identity, file);
      }
    } catch (error) {
      diagnostics.push({
        file: name,
        code: 'unreadable-file',
        message: explain(error as NodeJS.ErrnoException),
      });
    }
  }
  return diagnostics.length > 0 ? { ok: false, diagnostics } : { ok: true, value: [...files.values()] };
}

/** To open one is to wait until somebody writes, which may be never. That of a shell's `<(…)` has no path, and is open already. */
async function isNamedPipe(file: string): Promise<boolean> {
  if (!(await stat(file)).isFIFO()) return false;
  return realpath(file).then(
    () => true,
    () => false,
  );
}

/** Reads a scenario from a file, or says what is wrong with it. */
export async function loadScenario(file: string): Promise<Result<Scenario>> {
  const text = await readScenarioText(file);
  return text.ok ? parseScenario(text.value, file) : text;
}

/** The text of a scenario file, which is not looked at yet. */
export async function readScenarioText(file: string): Promise<Result<string>> {
  let bytes: Uint8Array;
  try {
    if (await isNamedPipe(file))
      return failure(
        file,
        'unreadable-file',
        `is a named pipe, expected a file: <(cat ${file}) is read like one`,
      );
    bytes = await readAtMost(file, maximumFileBytes + 1);
  } catch (error) {
    return failure(file, 'unreadable-file', explain(error as NodeJS.ErrnoException));
  }
  if (bytes.length > maximumFileBytes)
    return failure(file, 'too-large', `too large: a scenario has at most ${maximumFileBytes / 2 ** 20} MiB`);
  const text = decode(bytes);
  return text === undefined
    ? failure(file, 'unreadable-file', 'not a text: expected a scenario in YAML, encoded in UTF-8')
    : { ok: true, value: text };
}

/**
 * All scenarios of some files and folders.
 *
 * @throws InputError saying everything that is wrong with any of them
 */
export async function loadScenarios(names: readonly string[]): Promise<readonly Scenario[]> {
  const files = await findScenarioFiles(names);
  if (!files.ok) throw new InputError(files.diagnostics);
  const scenarios: Scenario[] = [];
  const diagnostics: Diagnostic[] = [];
  // One after the other: a folder may have more files than a process can have open.
  for (const file of files.value) {
    const result = await loadScenario(file);
    if (result.ok) scenarios.push(result.value);
    else diagnostics.push(...result.diagnostics);
  }
  if (diagnostics.length > 0) throw new InputError(diagnostics);
  return scenarios;
}

/** The scenario of a file, for who can do with one alone. @throws InputError when it is wrong, or a folder of several */
export async function loadOneScenario(file: string): Promise<Scenario> {
  const scenarios = await loadScenarios([file]);
  const [scenario, ...more] = scenarios;
  if (scenario && more.length === 0) return scenario;
  throw new InputError([
    { file, code: 'no-document', message: `expected one scenario, found ${scenarios.length}` },
  ]);
}

async function scenariosBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .map((entry) => {
        const file = path.join(folder, entry.name);
        if (entry.isDirectory()) return skippedFolder.test(entry.name) ? [] : scenariosBelow(file);
        return scenarioFile.test(entry.name) ? [file] : [];
      }),
  );
  return found.flat();
}

/** Never more than that: a device has no end, and what a file says of its size may be wrong. */
async function readAtMost(file: string, limit: number): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const chunks: Uint8Array[] = [];
    for (let length = 0; length < limit; ) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(chunkBytes));
      if (bytesRead === 0) break;
      chunks.push(buffer.subarray(0, bytesRead));
      length += bytesRead;
    }
    return Buffer.concat(chunks);
  } finally {
    await handle.close();
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function failure(file: string, code: ErrorCode, message: string): Result<never> {
  return { ok: false, diagnostics: [{ file, code, message }] };
}

function explain({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOENT':
      return 'no such file or folder';
    case 'ENOTDIR':
      return 'no such file: a part of its path is a file, not a folder';
    case 'EACCES':
    case 'EPERM':
      return 'cannot be read: permission denied';
    case 'EISDIR':
      return 'is a folder, expected a file';
    default:
      return `cannot be read: ${message}`;
  }
}
