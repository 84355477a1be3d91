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
