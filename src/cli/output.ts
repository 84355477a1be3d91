import writeFileAtomic from 'write-file-atomic';
import { InputError } from '../scenario/index.js';

/** Whether colour is wanted and understood where `stream` goes. */
export function hasColour(stream: NodeJS.WriteStream, option: boolean): boolean {
  return option && stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}

/** Writes a file whole or not at all. @throws InputError when it cannot be written */
export async function writeOutputFile(file: string, text: string): Promise<void> {
  try {
    await writeFileAtomic(file, text);
  } catch (error) {
    throw new InputError([{ file, message: `cannot be written: ${(error as Error).message}` }]);
  }
}

/** Writes to a stream, and waits until it has taken it. */
export async function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  await new Promise<void>((resolve) => {
    stream.write(text, () => resolve());
  });
}

/** Whoever reads our output may stop before its end (`| head`): that is no error, and there is nobody to tell. */
export function tolerateClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
}
