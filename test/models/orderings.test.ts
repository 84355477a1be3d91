import { expect, test } from 'vitest';
import { aboutOrderings } from '../../models/klp/orderings.js';
import { orderings } from '../../models/klp/protocol.js';
import { witnessOf } from '../../tools/barriers.js';
import { cellOf } from '../../tools/searches.js';

/* Each ordering of kernel/livepatch is left out, on the scenario on which docs/barriers.md shows that. */
test.each(orderings)('without %s, what it is there for is violated, and with it is not', async (ordering) => {
  const { file, property, without, withAll } = witnessOf(ordering);
  expect((await cellOf(file, withAll, property)).verdict.kind).toBe('holds');
  expect((await cellOf(file, without, property)).verdict.kind).toBe('violated');
});

/* Where nothing of a later kernel is left out, there is nothing to be seen. */
test('what is left out counts only where it is', async () => {
  const file = 'docs/barriers/one-sleeper.yaml';
  for (const without of ['R3', 'Y2'])
    expect((await cellOf(file, `klp:steps=fine:without=${without}`, 'unload-safety')).verdict.kind).toBe(
      'holds',
    );
});

test('the orderings of writers and of readers name each other', () => {
  for (const ordering of orderings)
    for (const other of aboutOrderings[ordering].pairsWith)
      expect(aboutOrderings[other].pairsWith, `${ordering} and ${other}`).toContain(ordering);
});
