import { type ChildProcess, execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';
import { errorDescriptions } from '../../src/scenario/index.js';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
export const main = path.join(repository, 'dist/src/cli/main.js');

/** How a process ended, and what it wrote. */
export interface Run {
  /** The signal where there is no exit code. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the process as soon as it runs. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** Runs the command line as its users do: in a process of its own. */
export function klpcheck(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  return start(process.execPath, [main, ...args], options);
}

/** Runs a shell command, in which `klpcheck` is the command line. A pipeline fails when any part of it does. */
export function shell(command: string, options: RunOptions = {}): Promise<Run> {
  const script = `set -o pipefail; klpcheck() { "$NODE" "$MAIN" "$@"; }; ${command}`;
  const env = { ...options.env, NODE: process.execPath, MAIN: main };
  return start('bash', ['-c', script], { ...options, env });
}

/** Runs another program of node. */
export function node(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  return start(process.execPath, args, options);
}

function start(program: string, args: readonly string[], options: RunOptions): Promise<Run> {
  // What tests assert must not depend on where they run: on a terminal, or in CI.
  const { NO_COLOR: _noColor, FORCE_COLOR: _forceColor, CI: _ci, ...inherited } = process.env;
  return new Promise((resolve) => {
    const child = execFile(
      program,
      args,
      {
        cwd: options.cwd ?? repository,
        env: { ...inherited, TERM: 'xterm-256color', ...options.env },
        maxBuffer: 1 << 26,
        timeout: 50_000,
      },
      (_error, stdout, stderr) =>
        resolve({ code: child.exitCode ?? child.signalCode ?? 'did not start', stdout, stderr }),
    );
    options.onStart?.(child);
  });
}

/** A folder for the tests of a file, removed after them. */
export function temporaryFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'klpcheck-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    path: folder,
    write(name: string, content: string | Uint8Array): string {
      writeFileSync(path.join(folder, name), content);
      return name;
    },
    run: (...args: readonly string[]): Promise<Run> => klpcheck(args, { cwd: folder }),
    shell: (command: string): Promise<Run> => shell(command, { cwd: folder }),
  };
}

const codeAtEnd = new RegExp(` \\[(${Object.keys(errorDescriptions).join('|')})\\]$`, 'gm');

/** Messages without the codes of what is wrong, which are tested by themselves. */
export function withoutCodes(stderr: string): string {
  return stderr.replaceAll(codeAtEnd, '');
}

/** Asserts that a run was refused for its input: the exit code, the parts of the message, and no trace of a mistake of ours. */
export function expectWrongInput({ code, stdout, stderr }: Run, ...parts: readonly string[]): void {
  const told = withoutCodes(stderr);
  for (const part of parts) expect(told).toContain(part);
  expect(stderr).not.toBe('');
  expect(stderr).not.toMatch(/internal error\. |Invalid input|Too (small|big)|undefined|\n\s+at /);
  expect(stdout).toBe('');
  expect(code).toBe(2);
}
