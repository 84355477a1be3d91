import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ImplementationError } from './implementation.js';

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
/** How much of an answer is told that is no JSON. */
const quoted = 200;

/** Questions and answers with one run of a program, each a line of JSON. */
export class Conversation {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines: string[] = [];
  private readonly timeoutMs: number;
  private stderr = '';
  /** How the program ended. */
  private ended: string | undefined;
  private onChange: () => void = () => {};

  constructor(
    private readonly command: string,
    args: readonly string[],
    { timeoutMs = 5000, cwd, env }: ProcessOptions,
  ) {
    this.timeoutMs = timeoutMs;
    this.child = spawn(command, args, {
      stdio: 'pipe',
      ...(cwd !== undefined && { cwd }),
      ...(env && { env }),
    });
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      this.lines.push(line);
      this.onChange();
    });
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-lastWords);
    });
    // That nobody reads any more shows when the program ends.
    this.child.stdin.on('error', () => {});
    this.child.on('error', ({ message }) => this.noteEnd(`cannot be started: ${message}`));
    this.child.on('close', (code, signal) =>
      this.noteEnd(signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`),
    );
  }

  /** Whether it can be asked something. */
  get isOpen(): boolean {
    return this.ended === undefined;
  }

  /** @throws ImplementationError when there is no answer, or it is no JSON */
  async ask(message: object): Promise<unknown> {
    const question = JSON.stringify(message);
    const [unasked] = this.lines;
    if (unasked !== undefined)
      throw this.failure(`wrote ${quote(unasked)} without being asked: expected one line for each message`);
    this.child.stdin.write(`${question}\n`);
    await this.change();
    const line = this.lines.shift();
    const expected = `expected one line of JSON in answer to ${question}`;
    if (line === undefined)
      throw this.failure(`${this.ended ?? `gave no answer within ${this.timeoutMs} ms`}; ${expected}`);
    try {
      return JSON.parse(line) as unknown;
    } catch {
      throw this.failure(`answered ${quote(line)}; ${expected}`);
    }
  }

  /** Tells the program that nothing is to follow, and waits for its end: not longer than for an answer. */
  async end(): Promise<void> {
    this.child.stdin.end();
    if (this.isOpen) await this.change();
    if (this.isOpen) this.kill();
  }

  kill(): void {
    this.ended ??= 'was given up';
    this.child.kill('SIGKILL');
  }

  /** Waits for a line, for the end of the program, or until it has been waited long enough. */
  private change(): Promise<void> {
    if (this.lines.length > 0 || !this.isOpen) return Promise.resolve();
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

function quote(line: string): string {
  return `'${line.length > quoted ? `${line.slice(0, quoted)}…` : line}'`;
}
