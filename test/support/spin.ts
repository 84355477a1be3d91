import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** How the verifier is made. */
export interface BuildOptions {
  /** What the preprocessor of Promela is to define, such as `CLAIMS`. */
  readonly defines?: readonly string[];
  /** Flags of gcc, such as `-O2`, `-DSAFETY`, `-DNOREDUCE`, `-DMEMLIM=4000`, `-DCOLLAPSE`. */
  readonly gcc?: readonly string[];
  /** After that long, each program is ended, and that is an error. */
  readonly timeoutMs?: number;
}

/** What the verifier found, when it has searched everything. */
export interface SpinResult {
  /** Distinct states; with a claim, pairs of a state and one of its automaton. */
  readonly states: number;
  /** Stored and matched, as SPIN counts them. */
  readonly transitions: number;
  readonly errors: number;
  /** The deepest stack. */
  readonly depth: number;
  /** Seconds of the search alone, as the verifier says. */
  readonly elapsed: number;
  readonly stateVectorBytes: number;
  /** What a stored state takes, without the overhead of the hash table; absent where nothing was compressed. */
  readonly storedBytes?: number;
  readonly memoryMiB: number;
  readonly output: string;
}

/** Thrown when SPIN, gcc or the verifier failed, or the verifier did not search everything. */
export class SpinError extends Error {
  override readonly name = 'SpinError';
}

/** A verifier, compiled. */
export interface Verifier {
  readonly compileSeconds: number;
  /**
   * @param pan flags of the verifier, such as `-m1000000`, `-w24`, `-E`, `-c0`, `-a`, `-N claim`
   * @throws SpinError when the search was not exhaustive, unless an error that it was to stop at ended it
   */
  run(pan?: readonly string[]): Promise<SpinResult>;
  remove(): Promise<void>;
}

/** Compiles a model to a verifier. @throws SpinError */
export async function buildVerifier(promela: string, options: BuildOptions = {}): Promise<Verifier> {
  const { defines = [], gcc = ['-O2', '-DSAFETY', '-DNOREDUCE'], timeoutMs = 0 } = options;
  const folder = await mkdtemp(path.join(tmpdir(), 'klpcheck-spin-'));
  const execute = (program: string, args: readonly string[]): Promise<Ended> =>
    start(program, args, folder, timeoutMs);
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await writeFile(path.join(folder, 'model.pml'), promela);
    const start = performance.now();
    // SPIN would take out of the states what is written and never read.
    const generated = await execute('spin', [
      '-o2',
      '-a',
      ...defines.map((each) => `-D${each}`),
      'model.pml',
    ]);
    // SPIN says what is wrong on its standard output, and may say it did well.
    if (generated.code !== 0 || /\bError\b|syntax error|tl_spin/.test(generated.output))
      throw new SpinError(`spin refuses the model:\n${generated.output}`);
    const compiled = await execute('gcc', [...gcc, '-w', '-o', 'pan', 'pan.c']);
    if (compiled.code !== 0) throw new SpinError(`gcc refuses the verifier:\n${compiled.output}`);
    const compileSeconds = (performance.now() - start) / 1000;
    return {
      compileSeconds,
      run: async (pan = []) => parseResult(await execute('./pan', ['-n', ...pan])),
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Compiles a model and searches it once. @throws SpinError */
export async function runSpin(
  promela: string,
  { pan, ...build }: BuildOptions & { readonly pan?: readonly string[] } = {},
): Promise<SpinResult & { readonly compileSeconds: number }> {
  const verifier = await buildVerifier(promela, build);
  try {
    return { ...(await verifier.run(pan)), compileSeconds: verifier.compileSeconds };
  } finally {
    await verifier.remove();
  }
}

interface Ended {
  readonly code: number | string;
  readonly output: string;
}

function start(program: string, args: readonly string[], cwd: string, timeout: number): Promise<Ended> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      { cwd, timeout, killSignal: 'SIGKILL', maxBuffer: 1 << 28 },
      (error, stdout, stderr) => {
        if (error && 'code' in error && error.code === 'ENOENT')
          reject(new SpinError(`${program} is not installed: on Debian, apt-get install spin gcc libc6-dev`));
        else if (error?.killed) reject(new SpinError(`${program} did not end within ${timeout} ms`));
        else resolve({ code: error?.code ?? error?.signal ?? 0, output: `${stdout}${stderr}` });
      },
    );
  });
}

/** What the verifier says when it has not searched everything. */
const incomplete: readonly (readonly [RegExp, string])[] = [
  [/max search depth too small/, 'the search was not deep enough: a larger -m is needed'],
  [/out of memory|memory bound|pan: reached -DMEMLIM/i, 'the verifier ran out of memory'],
  [/VECTORSZ( is)? too small/, 'the state is too large: a larger -DVECTORSZ is needed'],
  [/hash table full|resizing failed/i, 'the hash table is full'],
  [/recompile with -DNFAIR/, 'too many processes for weak fairness: a larger -DNFAIR is needed'],
];

function parseResult({ code, output }: Ended): SpinResult {
  for (const [pattern, message] of incomplete)
    if (pattern.test(output)) throw new SpinError(`${message}:\n${output}`);
  const number = (what: string, pattern: RegExp): number => {
    const value = Number(pattern.exec(output)?.[1]);
    if (Number.isNaN(value))
      throw new SpinError(`the verifier says no ${what} (exit code ${code}):\n${output}`);
    return value;
  };
  const errors = number('errors', /errors: (\d+)/);
  if (errors === 0 && /Search not completed/.test(output))
    throw new SpinError(`the search was not completed:\n${output}`);
  const stored = /state-vector as stored = (\d+) byte/.exec(output)?.[1];
  return {
    states: number('states', /^\s*([\d.e+]+) states, stored/m),
    transitions: number('transitions', /^\s*([\d.e+]+) transitions/m),
    errors,
    depth: number('depth', /depth reached (\d+)/),
    elapsed: number('time', /elapsed time ([\d.e+]+) seconds/),
    stateVectorBytes: number('size of a state', /State-vector (\d+) byte/),
    ...(stored !== undefined && { storedBytes: Number(stored) }),
    memoryMiB: number('memory', /([\d.]+)\s+(?:total actual )?memory usage/),
    output,
  };
}
