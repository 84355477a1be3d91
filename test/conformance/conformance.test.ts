import { describe, expect, test } from 'vitest';
import { kgraft } from '../../models/kgraft.js';
import {
  type ConformanceStep,
  conformance,
  DivergenceError,
  type Observation,
} from '../../src/conformance/index.js';
import type { ConsistencyModel, PatcherStep } from '../../src/livepatch/index.js';
import { InputError } from '../../src/scenario/index.js';
import { caught } from './caught.js';
import { nested } from './scenario.js';
import { type Bug, ToyKgraft } from './toy-kgraft.js';

/* An implementation in this process: one that conforms, and others that do not. */

const request = { scenario: nested, model: 'kgraft', runs: 200, seed: 1 } as const;

function divergenceOf(bug: Bug, seed = 1): Promise<DivergenceError> {
  return caught(conformance({ ...request, implementation: new ToyKgraft(bug), seed }), DivergenceError);
}

function words({ steps }: DivergenceError): readonly string[] {
  return steps.map(({ process, action }) => `${process.replace(/\.\d$/, '')}: ${action}`);
}

describe('an implementation that conforms', () => {
  test('takes and refuses what the model does, until every step of the model was taken', async () => {
    const report = await conformance({ ...request, implementation: new ToyKgraft() });
    expect(report).toMatchObject({ seed: 1, runs: 200, neverTaken: [] });
    expect(report.taken).toBeGreaterThan(2000);
    expect(report.refused).toBeGreaterThan(200);
  });

  test('is not asked for what the model forbids where that is not wanted', async () => {
    const report = await conformance({ ...request, forbidden: false, implementation: new ToyKgraft() });
    expect(report.refused).toBe(0);
  });

  test('is told what was never tried', async () => {
    const report = await conformance({ ...request, length: 2, implementation: new ToyKgraft() });
    expect(report.neverTaken).toContain('patcher: reverts: sets every task in progress again');
  });

  test('is started before each walk, and stopped once', async () => {
    const calls: string[] = [];
    class Noisy extends ToyKgraft {
      override start(...args: Parameters<ToyKgraft['start']>): void {
        calls.push('start');
        super.start(...args);
      }
      stop(): void {
        calls.push('stop');
      }
    }
    await conformance({ ...request, runs: 5, implementation: new Noisy() });
    expect(calls).toEqual([...Array.from({ length: 5 }, () => 'start'), 'stop']);
  });

  test('diverges from another model', async () => {
    const implementation = new ToyKgraft();
    const { steps } = await caught(
      conformance({ ...request, model: 'kpatch', implementation }),
      DivergenceError,
    );
    expect(steps.length).toBeLessThanOrEqual(4);
  });
});

describe('a bug is shown by a short walk', () => {
  test('new code is entered before the task has migrated', async () => {
    const error = await divergenceOf('new code at once');
    expect(words(error)).toEqual([
      'patcher: sets every task in progress and installs the stubs',
      'flusher: calls inner',
    ]);
    expect(error.expected.stacks).toEqual({ flusher: ['inner (old)'] });
    expect(error.observed?.stacks).toMatchObject({ flusher: ['inner (new)'] });
    expect(error.message).toContain(
      "the implementation diverges from kgraft at step 2 of a walk through 'nested calls':",
    );
    expect(error.message).toMatch(/^2 {2}flusher {2}calls inner, enters its old body {2}\[line \d+\]$/m);
    expect(error.message).toContain('\nflusher is inside: expected inner (old), observed inner (new)\n');
  });

  test('the transition is finished while a kernel thread has not migrated', async () => {
    const error = await divergenceOf('kernel threads forgotten');
    expect(words(error)).toEqual([
      'patcher: sets every task in progress and installs the stubs',
      ...Array.from({ length: 2 }, () =>
        expect.stringMatching(/^reader: (enters the kernel|is interrupted)/),
      ),
      'patcher: finds nobody in progress: the transition is finished',
    ]);
    expect(error.message).toMatch(/^4 {2}patcher +finds nobody .* {2}\[the model forbids it here\]$/m);
    expect(error.message).toContain('\nthe step: expected refused, observed taken\n');
    expect(error.message).toContain('\nin transition: expected yes, observed no\n');
  });

  test('a task does not migrate when it enters the kernel', async () => {
    const error = await divergenceOf('no migration on kernel entry');
    expect(words(error)).toEqual([
      'patcher: sets every task in progress and installs the stubs',
      'reader: enters the kernel: read()',
      'reader: calls outer',
    ]);
    expect(error.message).toMatch(/\nreader\.\d is inside: expected outer \(new\), observed outer \(old\)\n/);
  });

  test('a step that is refused has an effect', async () => {
    const error = await divergenceOf('refusal with an effect');
    expect(words(error)).toEqual([
      'patcher: sets every task in progress and installs the stubs',
      'patcher: finds nobody in progress: the transition is finished',
      expect.stringMatching(/^flusher: calls inner|^reader: /),
    ]);
    expect(error.message).toMatch(/^2 {2}patcher +finds nobody .* {2}\[the model forbids it here\]$/m);
  });

  test('from whichever seed', async () => {
    const lengths = await Promise.all(
      [2, 3, 4, 5, 6, 7, 8].map(async (seed) => (await divergenceOf('new code at once', seed)).steps.length),
    );
    expect(Math.max(...lengths)).toBeLessThanOrEqual(3);
  });
});

test('seed and path take the same walk again', async () => {
  const first = await divergenceOf('kernel threads forgotten', 99);
  const { seed, path } = first.replay;
  expect(first.message).toContain(`{ seed: ${seed}, path: '${path}' }`);
  const implementation = new ToyKgraft('kernel threads forgotten');
  const again = await caught(conformance({ ...request, implementation, seed, path }), DivergenceError);
  expect(again.steps).toEqual(first.steps);
});

test('a step does not say which version it enters, and speaks of lines and functions', async () => {
  const seen: ConformanceStep[] = [];
  class Watched extends ToyKgraft {
    override step(step: ConformanceStep): Observation {
      seen.push(step);
      return super.step(step);
    }
  }
  await conformance({ ...request, runs: 20, implementation: new Watched() });
  expect(seen.filter(({ action }) => / (old|new) /.test(action))).toEqual([]);
  expect(seen).toContainEqual({ process: 'flusher', action: 'calls inner', function: 'inner', line: 10 });
  expect(seen).toContainEqual({ process: 'flusher', action: 'returns from inner', function: 'inner' });
});

test('what a model leaves open, an implementation may do either way', async () => {
  const mayFail: ConsistencyModel = {
    ...kgraft,
    rules: (...given) => {
      const rules = kgraft.rules(...given);
      const { steps } = rules.patcher;
      const [{ action, from }] = steps as readonly [PatcherStep];
      return { ...rules, patcher: { ...rules.patcher, steps: [...steps, { action, from, to: from }] } };
    },
  };
  /** Every second attempt to put the patch in comes to nothing. */
  class Failing extends ToyKgraft {
    private attempts = 0;
    override step(step: ConformanceStep): Observation {
      const isAttempt = step.action.startsWith('sets every task in progress');
      if (!isAttempt || ++this.attempts % 2 === 0) return super.step(step);
      return { ...super.step({ process: 'patcher', action: 'nothing' }), taken: true };
    }
  }
  await conformance({ ...request, model: mayFail, implementation: new Failing() });
  await caught(conformance({ ...request, implementation: new Failing() }), DivergenceError);
});

describe('what goes wrong is said', () => {
  test('an implementation that throws', async () => {
    class Throws extends ToyKgraft {
      override step(step: ConformanceStep): Observation {
        if (step.action === 'calls outer') throw new Error('out of memory');
        return super.step(step);
      }
    }
    const error = await caught(conformance({ ...request, implementation: new Throws() }), DivergenceError);
    expect(words(error)).toEqual(['reader: enters the kernel: read()', 'reader: calls outer']);
    expect(error.failure).toBe('out of memory');
    expect(error.observed).toBeUndefined();
    expect(error.message).toContain('\nthe implementation failed: out of memory\n');
  });

  test('an answer that is no observation', async () => {
    const implementation = { start: () => {}, step: () => ({ taken: 'yes' }) as unknown as Observation };
    const error = await caught(conformance({ ...request, implementation }), DivergenceError);
    expect(error.steps).toHaveLength(1);
    expect(error.message).toContain(
      'answered {"taken":"yes"}, expected an observation { taken, stacks, inTransition? }',
    );
    expect(error.message).toMatch(/expected boolean, received string\n {2}→ at taken/);
  });

  test('that it is not said whether a transition is going on', async () => {
    class Silent extends ToyKgraft {
      override step(step: ConformanceStep): Observation {
        const { inTransition: _, ...rest } = super.step(step);
        return rest;
      }
    }
    const error = await caught(conformance({ ...request, implementation: new Silent() }), DivergenceError);
    expect(error.message).toContain('\nin transition: expected no, observed nothing said\n');
  });

  test('an implementation that does not start', async () => {
    let starts = 0;
    const implementation = {
      start: () => {
        starts += 1;
        throw new RangeError('no such patch');
      },
      step: () => expect.fail('it has not started'),
    };
    const error = await caught(conformance({ ...request, implementation }), RangeError);
    expect(error.message).toBe('no such patch');
    expect(starts).toBe(1);
  });

  test('an implementation that does not start any more once it has diverged', async () => {
    class Once extends ToyKgraft {
      private hasFailed = false;
      override start(...given: Parameters<ToyKgraft['start']>): void {
        if (this.hasFailed) throw new RangeError('out of order');
        super.start(...given);
      }
      override step(step: ConformanceStep): Observation {
        this.hasFailed ||= step.action === 'calls outer';
        return this.hasFailed ? { taken: false, stacks: {} } : super.step(step);
      }
    }
    const error = await caught(conformance({ ...request, implementation: new Once() }), DivergenceError);
    expect(error.steps.at(-1)?.action).toBe('calls outer');
  });

  test.each([
    {
      given: { model: 'kgrft' },
      says: "conformance: unknown model 'kgrft' [unknown-name]\n  hint: did you mean 'kgraft'?",
    },
    { given: { scenario: 'nowhere.yaml' }, says: 'nowhere.yaml: no such file or folder [unreadable-file]' },
    { given: { runs: 0 }, says: 'conformance: runs is 0, expected a whole number from 1 [invalid-option]' },
    { given: { runs: -1 }, says: 'conformance: runs is -1, expected a whole number from 1 [invalid-option]' },
    {
      given: { runs: Number.NaN },
      says: 'conformance: runs is NaN, expected a whole number from 1 [invalid-option]',
    },
    {
      given: { length: 0 },
      says: 'conformance: length is 0, expected a whole number from 1 [invalid-option]',
    },
    {
      given: { length: 2.5 },
      says: 'conformance: length is 2.5, expected a whole number from 1 [invalid-option]',
    },
    {
      given: { seed: 0.5 },
      says: 'conformance: seed is 0.5, expected a whole number of 32 bits [invalid-option]',
    },
    {
      given: { path: 'a' },
      says: "conformance: path is 'a', expected numbers with colons between them, such as 12:0:3 [invalid-option]",
    },
  ])('a request that cannot be meant: $says', async ({ given, says }) => {
    const error = await caught(
      conformance({ ...request, ...given, implementation: new ToyKgraft() }),
      InputError,
    );
    expect(error.message).toBe(says);
  });
});
