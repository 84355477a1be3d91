import { constants } from 'node:fs';
import { access, readlink, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../scenario/index.js';

/** Whether colour is wanted and understood where `stream` goes. */
export function hasColour(stream: NodeJS.WriteStream, option: boolean): boolean {
  return option && stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}

/**
 * How many columns there are where `stream` goes. What is no terminal has none, nor has a terminal that a program has opened and told
 * nothing: there are as many as `COLUMNS` says.
 *
 * @param otherwise where nothing says how many
 */
export function widthOf(stream: NodeJS.WriteStream, otherwise = 120): number {
  return stream.columns || Number.parseInt(process.env.COLUMNS ?? '', 10) || otherwise;
}

/** @throws InputError when it is clear already that the file cannot be written */
export async function expectWritable(file: string): Promise<void> {
  const kind = await statOf(file);
  if (kind?.isDirectory()) throw cannotBeWritten(file, 'it is a folder');
  const folder = path.dirname(kind ? file : await endOfLinks(file));
  await access(folder, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    throw cannotBeWritten(file, error.code === 'ENOENT' ? `there is no folder '${folder}'` : explain(error));
  });
  if (!(await stat(folder)).isDirectory()) throw cannotBeWritten(file, `'${folder}' is no folder`);
}

/**
 * Writes a file whole or not at all; through a symbolic link, what it leads to. What is no ordinary file, such as a pipe or
 * `/dev/null`, is written to, and not replaced by a file.
 *
 * @throws InputError when it cannot be written
 */
export async function writeOutputFile(file: string, text: string | Uint8Array): Promise<void> {
  await expectWritable(file);
  const kind = await statOf(file);
  try {
    if (kind && !kind.isFile()) await writeFile(file, text);
    else {
      // Not needed by whoever reads the report on a terminal.
      const { default: writeFileAtomic } = await import('write-file-atomic');
      await writeFileAtomic(
        kind ? file : await endOfLinks(file),
        typeof text === 'string' ? text : Buffer.from(text.buffer, text.byteOffset, text.byteLength),
      );
    }
  } catch (error) {
    throw cannotBeWritten(file, explain(error as NodeJS.ErrnoException));
  }
}

/** As many as the kernel follows. */
const maximumLinks = 40;

/** Where the links of a file end that is not there yet. @throws InputError when they do not end */
async function endOfLinks(file: string): Promise<string> {
  let end = file;
  for (let links = 0; links <= maximumLinks; links++) {
    const next = await readlink(end).catch(() => undefined);
    if (next === undefined) return end;
    end = path.resolve(path.dirname(end), next);
  }
  throw cannotBeWritten(file, 'its symbolic links lead in a circle');
}

/**
 * Writes to a stream, and waits until it has taken it. Whoever reads our output may stop before its end (`| head`):
 * that is no error, and there is nobody to tell.
 *
 * @throws InputError when the stream cannot be written
 */
export async function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    stream.write(text, (error: NodeJS.ErrnoException | null | undefined) => {
      if (!error || error.code === 'EPIPE') resolve();
      else
        reject(
          cannotBeWritten(stream === process.stdout ? 'standard output' : 'standard error', explain(error)),
        );
    });
  });
}

/** Errors of the standard streams are told to whoever writes; without this, they would end the process as well. */
export function tolerateClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

async function statOf(file: string) {
  return stat(file).catch(() => undefined);
}

function cannotBeWritten(file: string, why: string): InputError {
  return new InputError([{ file, code: 'unwritable-file', message: `cannot be written: ${why}` }]);
}

function explain({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'permission denied';
    case 'ENOTDIR':
      return 'a part of its path is a file, not a folder';
    case 'ENOSPC':
      return 'no space is left';
    default:
      return message;
  }
}
