import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { paddingBytes } from './scanner.js';

/** No file of C is as large; what is, is left out. */
const maximumFileBytes = 1 << 26;

/** Why a file is left out. */
export type Omission = 'too-large' | 'binary' | 'unreadable' | 'symbolic-link' | 'special';

/** A file's text, in a buffer that the next one is read into as well. */
export interface SourceText {
  readonly bytes: Uint8Array;
  readonly length: number;
  /** 64 bits of its SHA-256. */
  readonly hash: readonly [number, number];
  readonly size: number;
  readonly modifiedMs: number;
}

/** Reads files, one at a time. */
export class SourceReader {
  private buffer = new Uint8Array(1 << 20);

  read(file: string): SourceText | Omission {
    let handle: number;
    try {
      // To open a pipe must not wait for whoever writes to it.
      handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    } catch {
      return 'unreadable';
    }
    try {
      const { size, mtimeMs, isFile } = statOf(handle);
      if (!isFile) return 'special';
      if (size > maximumFileBytes) return 'too-large';
      if (size + paddingBytes > this.buffer.length) this.buffer = new Uint8Array(size * 2 + paddingBytes);
      let length = 0;
      while (length < size) {
        const count = readSync(handle, this.buffer, length, size - length, length);
        if (count === 0) break;
        length += count;
      }
      const text = this.buffer.subarray(0, length);
      if (isBinary(text)) return 'binary';
      const digest = createHash('sha256').update(text).digest();
      const hash = [digest.readInt32LE(0), digest.readInt32LE(4)] as const;
      return { bytes: this.buffer, length, hash, size, modifiedMs: mtimeMs };
    } catch {
      return 'unreadable';
    } finally {
      closeSync(handle);
    }
  }
}

function statOf(handle: number) {
  const stats = fstatSync(handle);
  return { size: stats.size, mtimeMs: stats.mtimeMs, isFile: stats.isFile() };
}

/** No text of C has a zero byte; one in UTF-16 has one beside each letter. */
function isBinary(text: Uint8Array): boolean {
  const zero = text.subarray(0, 1 << 13).indexOf(0);
  return zero >= 0;
}
