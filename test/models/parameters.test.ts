import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { search, unlimited } from '../../src/engine/index.js';
import { compose } from '../../src/livepatch/index.js';
import { findModel, foundOrThrow } from '../../src/names/index.js';
import { arbitraryScenarioText } from '../support/arbitrary-scenario.js';
import { verdictOf } from '../support/check.js';
import { scenarioOf } from '../support/scenarios.js';
import { randomSeed, scaled } from '../support/seed.js';

/*
 * What models leave to be chosen, because their sources differ, or because nobody knows. What is expected was reasoned out by hand.
 */

const hog = `scenario: a hog, and a reader
functions: { parse: { old: [return], new: [return] } }
syscalls: { read: [call parse, sleep] }
tasks: { hog: { kind: cpu-hog }, reader: { kind: user, runs: [read] } }
fairness: { weak: [wakes-up(reader), enters-kernel(reader)] }
`;

describe('kGraft, marks=in-kernel', () => {
  test('does not wait for a task in user space; marks=all does, until something brings it to the boundary', async () => {
    expect(await verdictOf(hog, 'kgraft:wake=nobody', 'convergence')).toBe('violated');
    expect(await verdictOf(hog, 'kgraft:wake=nobody:marks=in-kernel', 'convergence')).toBe('holds');
  });

  test('waits for a task in the kernel as marks=all does: nobody ends its sleep', async () => {
    const sleeper = hog.replace('wakes-up(reader), ', '');
    expect(await verdictOf(sleeper, 'kgraft:wake=nobody:marks=in-kernel', 'convergence')).toBe('violated');
  });

  test('waits for a kernel thread, which is in the kernel wherever it is', async () => {
    const thread = `scenario: test
functions: { f: { old: [return], new: [return] } }
tasks: { t: { kind: kthread, runs: [call f, sleep] } }
`;
    expect(await verdictOf(thread, 'kgraft:marks=in-kernel', 'convergence')).toBe('violated');
    expect(
      await verdictOf(thread.replace('sleep', 'safe-point'), 'kgraft:marks=in-kernel', 'convergence'),
    ).toBe('holds');
  });

  // Whoever is in user space has its flag cleared before it can call anything, and a signal may clear it at once.
  test(`says of safety what marks=all says, on ${scaled(150)} random scenarios, where the kernel sends signals`, async () => {
    const safety = properties.filter(({ kind }) => kind === 'safety');
    const judge = async (text: string, name: string): Promise<readonly string[] | undefined> => {
      const instance = foundOrThrow(findModel(name, models), 'test');
      const { system, requirements } = compose(scenarioOf(text), instance, safety);
      const budget = { ...unlimited, maxStates: 2_000 };
      const { stopped, counterexamples } = await search(system, requirements, { budget });
      return stopped === undefined ? [...counterexamples.keys()].sort() : undefined;
    };
    await fc.assert(
      fc.asyncProperty(arbitraryScenarioText, async (text) => {
        const [all, inKernel] = [await judge(text, 'kgraft'), await judge(text, 'kgraft:marks=in-kernel')];
        fc.pre(all !== undefined && inKernel !== undefined);
        expect(inKernel).toEqual(all);
      }),
      { numRuns: scaled(150), seed: randomSeed('marks'), maxSkipsPerRun: 100 },
    );
  });
});

describe('kpatch, completion=strong', () => {
  const worker = (count: number): string => `scenario: workers
functions: { f: { old: [return], new: [return] } }
syscalls: { s: [call f] }
tasks: { t: { kind: user, count: ${count}, runs: [s] } }
fairness: { weak: [enters-kernel(t)] }
`;

  test('finishes where there is a good instant again and again; with completion=weak every attempt may come at a bad one', async () => {
    expect(await verdictOf(worker(1), 'kpatch', 'convergence')).toBe('violated');
    expect(await verdictOf(worker(1), 'kpatch:completion=strong', 'convergence')).toBe('holds');
  });

  test('does not finish where there is none: two tasks take turns', async () => {
    expect(await verdictOf(worker(2), 'kpatch:completion=strong', 'convergence')).toBe('violated');
  });

  test('does not finish where a task sleeps in the function', async () => {
    const sleeper = worker(1).replace('{ old: [return]', '{ old: [sleep]');
    expect(await verdictOf(sleeper, 'kpatch:completion=strong', 'convergence')).toBe('violated');
  });

  test('gives up after the attempts that there are, for all that', async () => {
    expect(await verdictOf(worker(1), 'kpatch:attempts=5:completion=strong', 'convergence')).toBe('violated');
  });
});
