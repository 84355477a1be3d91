import { expect, test } from 'vitest';
import { aboutOrderings } from '../../models/klp/orderings.js';
import { orderings } from '../../models/klp/protocol.js';
import { brokenBy, omissionsOf, witnessOf } from '../../tools/barriers.js';
import { cellOf } from '../../tools/searches.js';

const necessary = orderings.flatMap((ordering) => {
  const witness = witnessOf(ordering);
  return witness ? [{ ordering, ...witness }] : [];
});

/* Each ordering of kernel/livepatch is left out, on the scenario on which docs/barriers.md shows that. */
test.each(necessary)(
  'without $ordering, $property is violated, and with it is not',
  async ({ file, property, without, withAll }) => {
    expect((await cellOf(file, withAll, property)).verdict.kind).toBe('holds');
    expect((await cellOf(file, without, property)).verdict.kind).toBe('violated');
  },
);

/*
 * klp_update_patch_state() clears the flag before it sets the state. If it did the one after the other, whoever completes or reverses
 * the transition would still wait for it, as long as its preemption is off.
 */
test('it does not matter whether a task has its state before its flag is cleared', async () => {
  expect(orderings.length - necessary.length).toBe(1);
  for (const omission of omissionsOf('G')) expect([...(await brokenBy(omission)).keys()]).toEqual([]);
});

/* A task that finds no flag writes no state, however early it has read the target. */
test('without R2, it is by a flag that it finds that a task goes the wrong way', async () => {
  const { file = '', without = '' } = witnessOf('R2') ?? {};
  const { verdict } = await cellOf(file, without, 'no-warning');
  const actions = verdict.kind === 'violated' ? verdict.counterexample.steps.map(({ action }) => action) : [];
  expect(actions.at(-1)).toBe('calls f, enters its new body');
  expect(actions).toContain('klp_start_transition(): flags every task that is to be patched');
});

/* Old code after new is the right direction while a transition out is completed, whatever is left out. */
test('without C35, the kernel warns, and no task goes the wrong way', async () => {
  for (const omission of omissionsOf('C35'))
    expect([...(await brokenBy(omission)).keys()]).toEqual(['no-warning']);
});

/* Y2 is there for functions that stand above another patch's: else ftrace is unregistered, and waits by itself. */
test('where the last function of a func_stack goes, Y2 is not needed', async () => {
  const [sleeper, stacked] = omissionsOf('Y2');
  expect(sleeper && (await brokenBy(sleeper)).size).toBe(0);
  expect(stacked && [...(await brokenBy(stacked)).keys()]).toContain('unload-safety');
});

test('the orderings of writers and of readers name each other', () => {
  for (const ordering of orderings)
    for (const other of aboutOrderings[ordering].pairsWith)
      expect(aboutOrderings[other].pairsWith, `${ordering} and ${other}`).toContain(ordering);
});
