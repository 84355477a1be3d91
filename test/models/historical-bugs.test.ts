import { expect, test } from 'vitest';
import { lockBugs, notFound, openBugs, transitionBugs } from '../../models/klp/bugs/index.js';
import { fileOf } from '../../tools/historical-bugs.js';
import { cellOf, cellsOf } from '../../tools/searches.js';

const bugs = [...transitionBugs, ...lockBugs, ...openBugs];

/* What docs/historical-bugs.md tells of: found with the fault, and gone with the repair. */
test.each(bugs)('$name: $property', async ({ property, buggy, repairedAs }) => {
  expect((await cellOf(fileOf(buggy), buggy.model, property)).verdict.kind).toBe('violated');
  const { verdict } = await cellOf(fileOf(repairedAs), repairedAs.model, property);
  expect(verdict).toEqual({ kind: 'holds' });
});

test.each(notFound)('$name: nothing more is violated', async ({ question, sound }) => {
  const violated = async ({ model, scenario }: typeof question): Promise<readonly string[]> =>
    (await cellsOf(fileOf({ model, scenario }), model))
      .filter(({ verdict }) => verdict.kind === 'violated')
      .map((cell) => cell.property.name);
  expect(await violated(question)).toEqual(await violated(sound));
});

test('there are at least twelve, and each is told once', () => {
  const names = bugs.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(12);
});
