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

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
