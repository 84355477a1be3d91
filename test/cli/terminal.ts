import { spawn } from 'node:child_process';
import path from 'node:path';
import { main, type Run } from './run.js';

/** A command line on a terminal, while it runs. */
export interface Session {
  readonly pid: number;
  /** All that the terminal has shown so far. */
  readonly shown: string;
  /** Types the interrupt key. */
  pressInterrupt(): void;
}

/** How a session on a terminal ended, and all that the terminal has shown, colours left out. */
export interface TerminalRun extends Pick<Run, 'code'> {
  readonly shown: string;
  /** Whether the cursor is to be seen at the end. */
  readonly showsCursor: boolean;
}

export interface TerminalOptions {
  readonly cwd: string;
  readonly columns?: number;
  /** Called whenever the terminal shows something more. */
  readonly onShown: (session: Session) => void;
}

const esc = '\u001b';
/** What a terminal is sent to show its cursor again. */
export const showCursor = `${esc}[?25h`;
const hideCursor = `${esc}[?25l`;
const interruptKey = '\u0003';
const colour = new RegExp(`${esc}\\[[\\d;]*m`, 'g');

/**
 * Runs the command line on a terminal of its own, a pseudo-terminal of `script` (util-linux): only there is a spinner, and only
 * there does a key interrupt.
 */
export function onTerminal(
  args: readonly string[],
  { cwd, columns = 100, onShown }: TerminalOptions,
): Promise<TerminalRun> {
  const quoted = [process.execPath, main, ...args].map((each) => `'${each}'`).join(' ');
  // The shell becomes the command line, so that its number is that of the process.
  const command = `stty cols ${columns} rows 40; echo "pid $$"; exec ${quoted}`;
  const { NO_COLOR: _noColor, FORCE_COLOR: _forceColor, CI: _ci, ...inherited } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn('script', ['--quiet', '--flush', '--return', '--command', command, '/dev/null'], {
      cwd: path.resolve(cwd),
      env: { ...inherited, TERM: 'xterm-256color', SHELL: '/bin/sh' },
      timeout: 100_000,
    });
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
      const pid = Number(/pid (\d+)/.exec(shown)?.[1]);
      if (pid > 0) onShown({ pid, shown, pressInterrupt: () => child.stdin.write(interruptKey) });
    });
    // What is typed after the end is read by nobody.
    child.stdin.on('error', () => {});
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({
        code: code ?? signal ?? 'did not end',
        shown: shown.replaceAll(colour, '').replaceAll('\r\n', '\n'),
        showsCursor: shown.lastIndexOf(showCursor) >= shown.lastIndexOf(hideCursor),
      }),
    );
  });
}

/** Does something once, as soon as the terminal shows a text. */
export function whenShown(
  text: string | RegExp,
  act: (session: Session) => void,
): TerminalOptions['onShown'] {
  let isDone = false;
  return (session) => {
    if (isDone || session.shown.search(text) < 0) return;
    isDone = true;
    act(session);
  };
}
