import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  conformance,
  DivergenceError,
  ImplementationError,
  type ProcessOptions,
  processImplementation,
} from '../../src/conformance/index.js';
import { caught } from './caught.js';
import { nested } from './scenario.js';
import type { Bug } from './toy-kgraft.js';

/* An implementation that is a program of its own, and talks JSON on its standard streams. */

const jiti = path.resolve('node_modules/jiti/lib/jiti-cli.mjs');
const toyProgram = path.resolve('test/conformance/toy-program.ts');
const request = { scenario: nested, model: 'kgraft', runs: 50, seed: 1 } as const;

function toy(...args: readonly Bug[]): ReturnType<typeof processImplementation> {
  return processImplementation(process.execPath, [jiti, toyProgram, ...args], { timeoutMs: 20_000 });
}

/** A program that runs statements for its n-th message, of that kind; what it says that is no text is written as JSON. */
function answering(statements: string, options?: ProcessOptions): ReturnType<typeof processImplementation> {
  const program = `
    let n = 0;
    const say = (answer) => console.log(typeof answer === 'string' ? answer : JSON.stringify(answer));
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => { const { kind } = JSON.parse(line); n++; ${statements} });
  `;
  return processImplementation(process.execPath, ['-e', program], options);
}

test('one that conforms', async () => {
  const report = await conformance({ ...request, implementation: toy() });
  expect(report).toMatchObject({ runs: 50, neverTaken: [] });
});

test.each<[Bug, number]>([
  ['new code at once', 2],
  ['kernel threads forgotten', 4],
  ['no migration on kernel entry', 3],
])('a bug is shown by a short walk: %s', async (bug, length) => {
  const error = await caught(conformance({ ...request, implementation: toy(bug) }), DivergenceError);
  expect(error.steps).toHaveLength(length);
  expect(error.message).toMatch(/: expected .*, observed /);
});

describe('one that goes wrong from the start', () => {
  const failureOf = async (implementation: ReturnType<typeof processImplementation>): Promise<string> =>
    (await caught(conformance({ ...request, implementation }), ImplementationError)).message;

  test('there is no such program', async () => {
    expect(await failureOf(processImplementation('no-such-program'))).toMatch(
      /^'no-such-program' cannot be started: spawn no-such-program ENOENT; expected one line of JSON in answer to \{"kind":"start",/,
    );
  });

  test('there is no such working directory', async () => {
    const program = processImplementation('cat', [], { cwd: '/no/such/folder' });
    expect(await failureOf(program)).toMatch(
      /^'cat' cannot be started: there is no folder '\/no\/such\/folder'; /,
    );
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('it may take %d ms', (timeoutMs) => {
    expect(() => processImplementation('cat', [], { timeoutMs })).toThrow(
      `processImplementation: timeoutMs is ${timeoutMs}, expected milliseconds from 1 to 2147483647`,
    );
  });

  test('it ends', async () => {
    const message = await failureOf(answering(`console.error('panic: no patch'); process.exit(3);`));
    expect(message).toMatch(/ ended with exit code 3; expected one line of JSON in answer to /);
    expect(message).toMatch(/\nIts standard error ends with:\npanic: no patch$/);
  });

  test('it answers no JSON', async () => {
    expect(await failureOf(answering(`say('hello');`))).toMatch(
      / answered 'hello'; expected one line of JSON in answer to \{"kind":"start"/,
    );
  });

  test('it is silent', async () => {
    expect(await failureOf(answering('', { timeoutMs: 300 }))).toMatch(
      / gave no answer within 300 ms; expected /,
    );
  });
});

describe('one that goes wrong in a walk', () => {
  const divergenceOf = (implementation: ReturnType<typeof processImplementation>): Promise<DivergenceError> =>
    caught(conformance({ ...request, implementation }), DivergenceError);

  const refuses = 'say({ taken: false, stacks: {}, inTransition: false });';

  test('it ends at a step, and is started again as the walk shrinks', async () => {
    const error = await divergenceOf(answering(`if (kind === 'step') process.exit(9); ${refuses}`));
    expect(error.steps).toHaveLength(1);
    expect(error.failure).toMatch(
      / ended with exit code 9; expected one line of JSON in answer to \{"kind":"step","process":/,
    );
  });

  test('it is silent at a step', async () => {
    const implementation = answering(`if (kind !== 'step') ${refuses}`, { timeoutMs: 1000 });
    const error = await caught(conformance({ ...request, length: 1, implementation }), DivergenceError);
    expect(error.steps).toHaveLength(1);
    expect(error.failure).toMatch(/ gave no answer within 1000 ms; expected /);
  });
});

const setup = { model: 'kgraft', tasks: [], patch: { functions: [], removed: false, reversed: false } };
const step = { process: 'patcher', action: 'begins' };

test('one that says more than it is asked for', async () => {
  const implementation = answering(`say('{}\\nready');`);
  await implementation.start(setup);
  const error = await caught((async () => implementation.step(step))(), ImplementationError);
  expect(error.message).toMatch(/ wrote 'ready' without being asked: expected one line for each message$/);
});

test('the program ends when no walk is to follow, and is started again when another does', async () => {
  const implementation = answering('say(process.pid);');
  const pids: number[] = [];
  for (const _ of [1, 2]) {
    await implementation.start(setup);
    const pid = Number(await implementation.step(step));
    expect(isRunning(pid)).toBe(true);
    await implementation.stop?.();
    expect(isRunning(pid)).toBe(false);
    pids.push(pid);
  }
  expect(pids[0]).not.toBe(pids[1]);
});

test('a program that does not end by itself is ended', async () => {
  const implementation = answering('say(process.pid); setInterval(() => {}, 1000);', { timeoutMs: 1000 });
  await implementation.start(setup);
  const pid = Number(await implementation.step(step));
  await implementation.stop?.();
  await expect.poll(() => isRunning(pid)).toBe(false);
});

describe('one that does as it likes', () => {
  const failsToStart = async (
    implementation: ReturnType<typeof processImplementation>,
  ): Promise<ImplementationError> => caught((async () => implementation.start(setup))(), ImplementationError);

  test('it floods its standard output without a line break', async () => {
    const { message } = await failsToStart(
      answering(`const flood = () => process.stdout.write('x'.repeat(1 << 16), flood); flood();`),
    );
    expect(message).toMatch(
      / wrote 'x+…', a line of more than 1,048,576 characters; expected one line of JSON/,
    );
    expect(message.length).toBeLessThan(2000);
  });

  test('it floods its standard output with lines', async () => {
    const implementation = answering(
      `const flood = () => process.stdout.write('{}\\n'.repeat(1 << 14), flood); flood();`,
    );
    await implementation.start(setup);
    const { message } = await caught((async () => implementation.step(step))(), ImplementationError);
    expect(message).toMatch(/ wrote '\{\}' without being asked: /);
  });

  test('it floods its standard error, and is silent', async () => {
    const { message } = await failsToStart(
      answering(`const flood = () => process.stderr.write('x'.repeat(1 << 16), flood); flood();`, {
        timeoutMs: 1000,
      }),
    );
    expect(message).toMatch(/ gave no answer within 1000 ms; expected /);
    expect(message.length).toBeLessThan(4000);
  });

  test('it ends amid an answer', async () => {
    const { message } = await failsToStart(
      answering(`process.stdout.write('{"taken": tr', () => process.exit(4));`),
    );
    expect(message).toMatch(/ ended with exit code 4, after '\{"taken": tr' without a line break; expected /);
  });

  test('its last answer has no line break, and counts', async () => {
    await answering(`process.stdout.write('{}', () => process.exit(0));`).start(setup);
  });

  test('it closes its standard output, and lives on', async () => {
    const { message } = await failsToStart(
      answering(`require('node:fs').closeSync(1); setInterval(() => {}, 1000);`, { timeoutMs: 1000 }),
    );
    expect(message).toMatch(/ closed its standard output, and gave no answer within 1000 ms; expected /);
  });

  test('its answer is told in part when it is long', async () => {
    const answer = JSON.stringify({ taken: 'x'.repeat(100_000), stacks: {} });
    const program = answering(`say(kind === 'start' ? {} : '${answer}');`);
    const error = await caught(conformance({ ...request, implementation: program }), DivergenceError);
    expect(error.message.length).toBeLessThan(4000);
  });
});

describe('no process stays behind', () => {
  /** What ignores all but SIGKILL, and runs statements for each message. */
  const stubborn = (statements: string): string => `
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});
    setInterval(() => {}, 1000);
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => { const { kind } = JSON.parse(line); ${statements} });
  `;
  const answersWithItsPid = 'console.log(process.pid);';
  const shell = (script: string, ...args: readonly string[]): ReturnType<typeof processImplementation> =>
    processImplementation('sh', ['-c', script, process.execPath, ...args], { timeoutMs: 1000 });
  /** Runs a program, and waits for its end. */
  const wrapper = '"$0" -e "$1"; exit 5';

  test('of one that does not end, behind a shell', async () => {
    const implementation = shell(wrapper, stubborn(answersWithItsPid));
    await implementation.start(setup);
    const pid = Number(await implementation.step(step));
    expect(isRunning(pid)).toBe(true);
    await implementation.stop?.();
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  test('of one that falls silent, behind a shell', async () => {
    const program = stubborn(
      `if (kind === 'start') ${answersWithItsPid} else console.error('pid', process.pid);`,
    );
    const implementation = shell(wrapper, program);
    await implementation.start(setup);
    const { message } = await caught((async () => implementation.step(step))(), ImplementationError);
    const pid = Number(/pid (\d+)$/.exec(message)?.[1]);
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  test('of one whose shell ends before it, and leaves it the standard output', async () => {
    const implementation = shell('read start; "$0" -e "$1" & echo $! >&2; exit 5', stubborn(''));
    const { message } = await caught((async () => implementation.start(setup))(), ImplementationError);
    expect(message).toMatch(/ ended with exit code 5; expected /);
    const pid = Number(/\n(\d+)$/.exec(message)?.[1]);
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('of a caller that is ended by %s', async (signal) => {
    const caller = spawn(
      process.execPath,
      [jiti, path.resolve('test/conformance/caller.ts'), stubborn(answersWithItsPid)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [text] = await once(caller.stdout.setEncoding('utf8'), 'data');
    const pid = Number(text);
    expect(isRunning(pid)).toBe(true);
    const ended = once(caller, 'exit');
    caller.kill(signal);
    expect(await ended).toEqual([null, signal]);
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  test('and no listener', async () => {
    const counts = (): readonly number[] =>
      ['SIGINT', 'SIGTERM', 'SIGHUP', 'exit'].map((event) => process.listenerCount(event));
    const before = counts();
    const implementation = answering('say({});');
    for (let round = 0; round < 12; round++) {
      await implementation.start(setup);
      await implementation.stop?.();
    }
    expect(counts()).toEqual(before);
  });
});

/** One that has ended may still be listed, until whoever has inherited it takes note of its end. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = `/proc/${pid}/stat`;
  return !existsSync(status) || !/\) [ZX] /.test(readFileSync(status, 'utf8'));
}
