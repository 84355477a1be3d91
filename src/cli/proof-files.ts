import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../scenario/index.js';

/** What a certificate is named by. */
const extension = '.proof';

/** The file for a scenario under a model: whatever becomes of them, it is the same one. */
export function proofFile(folder: string, scenarioFile: string, model: string): string {
  const slug = (text: string): string => text.replaceAll(/[^A-Za-z0-9.=-]+/g, '.');
  const { name } = path.parse(scenarioFile);
  const identity = createHash('sha256').update(`${scenarioFile}\n${model}`).digest('hex').slice(0, 8);
  return path.join(folder, `${slug(name)}.${slug(model)}.${identity}${extension}`.slice(-200));
}

/** @throws InputError when it cannot be a folder */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new InputError([
      { file: folder, code: 'unwritable-file', message: `cannot be a folder: ${error.message}` },
    ]);
  });
}

/** The certificates that files and folders name, in the order of their names. @throws InputError when there is none */
export async function findProofFiles(names: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const name of names) {
    const kind = await stat(name).catch((error: NodeJS.ErrnoException) => {
      throw new InputError([
        { file: name, code: 'unreadable-file', message: `cannot be read: ${error.message}` },
      ]);
    });
    if (!kind.isDirectory()) {
      files.push(name);
      continue;
    }
    const found = (await readdir(name, { recursive: true }))
      .filter((each) => each.endsWith(extension))
      .sort()
      .map((each) => path.join(name, each));
    if (found.length === 0)
      throw new InputError([
        {
          file: name,
          code: 'nothing-to-check',
          message: `a folder without certificates: expected a file named *${extension} in it`,
        },
      ]);
    files.push(...found);
  }
  return [...new Set(files)];
}

/** What a file holds; nothing where it cannot be read. */
export async function readIfThere(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch(() => undefined);
}
