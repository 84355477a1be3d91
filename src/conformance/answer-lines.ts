import type { Readable } from 'node:stream';

/** No observation is nearly as long; what is, was not meant to be one. */
const maximumLength = 1 << 20;

/**
 * The lines that a program writes. It is read no further than to the next line that nobody has taken yet: one that floods
 * waits, and costs no memory.
 */
export class AnswerLines {
  private readonly lines: string[] = [];
  private rest = '';
  private closed = false;

  /** @param onChange called when there is a line, or there will be none */
  constructor(
    private readonly stream: Readable,
    private readonly onChange: () => void,
  ) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => this.take(text));
    stream.on('end', () => {
      this.closed = true;
    });
    stream.on('error', () => {
      this.closed = true;
    });
  }

  /** The first line that nobody has taken. */
  get first(): string | undefined {
    return this.lines[0];
  }

  /** The beginning of a line, where it has become too long to be one. */
  get tooLong(): string | undefined {
    return this.rest.length > maximumLength ? this.rest : undefined;
  }

  /** What follows the last line break. */
  get unfinished(): string {
    return this.rest;
  }

  /** Whether nothing is to follow. */
  get isClosed(): boolean {
    return this.closed;
  }

  shift(): string | undefined {
    const line = this.lines.shift();
    if (this.lines.length === 0) this.stream.resume();
    return line;
  }

  private take(text: string): void {
    const [begun = '', ...more] = text.split('\n');
    this.rest += begun;
    for (const next of more) {
      if (this.tooLong !== undefined) break;
      this.lines.push(this.rest);
      this.rest = next;
    }
    if (this.lines.length === 0 && this.tooLong === undefined) return;
    this.stream.pause();
    this.onChange();
  }
}

export const tooLongWords = `a line of more than ${maximumLength.toLocaleString('en')} characters`;
