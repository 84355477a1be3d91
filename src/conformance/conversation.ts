import { existsSync } from 'node:fs';
import { AnswerLines, tooLongWords } from './answer-lines.js';
import { ImplementationError } from './implementation.js';
import { ProcessGroup } from './process-group.js';
import { quote } from './quote.js';

/** How to run an implementation that is a program of its own. */
export interface ProcessOptions {
  /**
   * How long it may take to answer, in milliseconds; 5000 unless said. A walk that ends in silence is shrunk, and waits for
   * that long again and again.
   */
  readonly timeoutMs?: number;
  /** The working directory; that of this process unless said. */
  readonly cwd?: string;
  /** Its environment; that of this process unless said. */
  readonly env?: Readonly<Record<string, string>>;
}

/** How much of what a program wrote to its standard error is told. */
const lastWords = 2000;

/** Requests and answers with one run of a program, each a line of JSON. */
export class Conversation {
  private readonly program: ProcessGroup;
  private readonly lines: AnswerLines;
  private readonly timeoutMs: number;
  private stderr = '';
  /** How the program ended. */
  private ended: string | undefined;
  private onChange: () => void = () => {};

  /** @throws ImplementationError when it is clear already that there can be no such program */
  constructor(
    private readonly command: string,
    args: readonly string[],
    { timeoutMs = 5000, cwd, env }: ProcessOptions,
  ) {
    this.timeoutMs = timeoutMs;
    try {
      this.program = new ProcessGroup(command, args, {
        ...(cwd !== undefined && { cwd }),
        ...(env && { env }),
      });
    } catch (error) {
      throw this.failure(`cannot be started: ${error instanceof Error ? error.message : String(error)}`);
    }
    const { leader } = this.program;
    this.lines = new AnswerLines(leader.stdout, () => this.onChange());
    leader.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-lastWords);
    });
    // That nobody reads any more shows when the program ends.
    leader.stdin.on('error', () => {});
    leader.on('error', ({ message }) => {
      const isThere = cwd === undefined || existsSync(cwd);
      this.noteEnd(`cannot be started: ${isThere ? message : `there is no folder '${cwd}'`}`);
    });
    leader.on('close', (code, signal) =>
      this.noteEnd(signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`),
    );
  }

  /** Whether it can be asked something. */
  get isOpen(): boolean {
    return this.ended === undefined;
  }

  /** @throws ImplementationError when there is no answer, or it is no JSON */
  async ask(message: object): Promise<unknown> {
    const request = JSON.stringify(message);
    const unasked = this.lines.first;
    if (unasked !== undefined)
      throw this.failure(`wrote ${quote(unasked)} without being asked: expected one line for each message`);
    this.program.leader.stdin.write(`${request}\n`);
    await this.change();
    const expected = `expected one line of JSON in answer to ${request}`;
    const line = this.lines.shift() ?? this.lastLine();
    if (line === undefined) throw this.failure(`${this.whyNoAnswer()}; ${expected}`);
    try {
      return JSON.parse(line) as unknown;
    } catch {
      throw this.failure(`answered ${quote(line)}; ${expected}`);
    }
  }

  /** Of a program that has ended, the last line needs no line break. */
  private lastLine(): string | undefined {
    const { unfinished } = this.lines;
    return this.isOpen || !isJson(unfinished) ? undefined : unfinished;
  }

  private whyNoAnswer(): string {
    const { tooLong, unfinished, isClosed } = this.lines;
    if (tooLong !== undefined) return `wrote ${quote(tooLong)}, ${tooLongWords}`;
    const after = unfinished === '' ? '' : `, after ${quote(unfinished)} without a line break`;
    if (this.ended !== undefined) return `${this.ended}${after}`;
    const closed = isClosed ? 'closed its standard output, and ' : '';
    return `${closed}gave no answer within ${this.timeoutMs} ms${after}`;
  }

  /** Tells the program that nothing is to follow, and waits for its end: not longer than for an answer. */
  async end(): Promise<void> {
    this.program.leader.stdin.end();
    if (this.isOpen) await this.change();
    if (this.isOpen) this.kill();
  }

  kill(): void {
    this.ended ??= 'was given up';
    this.program.kill();
  }

  /** Waits for a line, for the end of the program, or until it has been waited long enough. */
  private change(): Promise<void> {
    if (this.lines.first !== undefined || this.lines.tooLong !== undefined || !this.isOpen)
      return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.timeoutMs);
      this.onChange = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private noteEnd(how: string): void {
    this.ended ??= how;
    this.onChange();
  }

  private failure(what: string): ImplementationError {
    const said = this.stderr.trim();
    return new ImplementationError(
      `'${this.command}' ${what}${said === '' ? '' : `\nIts standard error ends with:\n${said}`}`,
    );
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
