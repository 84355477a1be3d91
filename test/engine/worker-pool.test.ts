import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { compile } from '../../src/engine/compiled/index.js';
import { WorkerPool } from '../../src/engine/parallel/index.js';
import { defineSystem, forEach, perProcess, range } from '../../src/system/index.js';

/** From one state, many others in one step: a level that is worth sharing. */
function fan(width: number) {
  const chosen = perProcess('chooser', 'chosen', range(0, width), 0);
  return defineSystem({
    variables: [chosen],
    templates: [
      {
        name: 'chooser',
        count: 1,
        roles: ['chooser'],
        graph: {
          initial: 'before',
          locations: [
            { name: 'before', labels: [] },
            { name: 'after', labels: [], end: true },
          ],
          edges: Array.from({ length: width }, (_, index) => ({
            from: 'before',
            to: 'after',
            action: { name: 'chooses', tags: [] },
            guard: { kind: 'constant', value: true } as const,
            assignments: [forEach('chooser', (process) => chosen.of(process).becomes(index + 1))],
            assertions: [],
          })),
        },
      },
    ],
  });
}

test('a worker that throws in the middle of a level ends the search of it, whichever thread throws first', async () => {
  const compiled = compile(fan(2000), { invariants: [], goals: new Map() }, Number.POSITIVE_INFINITY);
  compiled.expand(0);
  compiled.enter();
  expect(compiled.stateCount()).toBe(2001);
  const { program } = compiled;
  const source = program.source.replace(
    'function expand(number) {',
    "function expand(number) { throw new Error('broken');",
  );
  expect(source).not.toBe(program.source);
  const pool = new WorkerPool({ ...compiled, program: { ...program, source } }, undefined, 3);
  try {
    while (!pool.isReady) await yieldToEventLoop();
    const work = pool.searchLevel(1, 2001);
    const finish = async (): Promise<void> => {
      while (!work.next().done) await yieldToEventLoop();
    };
    await expect(finish()).rejects.toThrow('broken');
  } finally {
    await pool.dismiss();
    compiled.release();
  }
});
