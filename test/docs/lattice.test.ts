import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { models, otherModels } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { check } from '../../src/check/index.js';
import { baselines } from '../../src/livepatch/index.js';
import { findModel, foundOrThrow } from '../../src/names/index.js';
import { loadScenario } from '../../src/scenario/index.js';
import { type Order, orderOf } from '../../tools/lattice/order.js';
import { describe as describeOrder } from '../../tools/lattice/page.js';

const folder = 'docs/lattice';
const files = readdirSync(folder);
const page = readFileSync('docs/lattice.md', 'utf8');
const known = [...models, ...otherModels];

interface Row {
  readonly property: string;
  readonly stronger: string;
  readonly isTelling: boolean;
  readonly weaker: string;
  readonly path: string;
}

const rows = page.split('\n').flatMap((line): readonly Row[] => {
  const found =
    /^\| (\S+) \| (\S+)(?: and \d+ more)? \| ([✓–]) ✗ \| (\S+)(?: and \d+ more)? \| \[.*\]\((.*)\) \|$/.exec(
      line,
    );
  if (!found) return [];
  const [, property = '', stronger = '', mark, weaker = '', path = ''] = found;
  return [{ property, stronger, isTelling: mark === '✓', weaker, path: path.replace(/^\.\.\//, '') }];
});

test('the page links each scenario that is beside it, and no other', () => {
  const links = [...page.matchAll(/\(lattice\/([^)]+)\)/g)].map(([, file]) => file);
  expect([...new Set(links)].sort()).toEqual([...files].sort());
  const edges = [...page.matchAll(/^\| \S+ \| .* \| [✓–] ✗ \| /gm)];
  expect(rows).toHaveLength(edges.length);
  expect(rows.length).toBeGreaterThan(20);
});

test.each(rows)(
  '$property: $stronger is above $weaker, as $path shows',
  { timeout: 120_000 },
  async (row) => {
    const { property, stronger, isTelling, weaker, path } = row;
    const loaded = await loadScenario(path.startsWith('lattice/') ? `docs/${path}` : path);
    if (!loaded.ok) throw new Error(path);
    const columns = [stronger, weaker].map((name) => foundOrThrow(findModel(name, known), 'test'));
    const wanted = {
      scenarios: [loaded.value],
      ...{ knownModels: models, otherModels, knownProperties: properties, formulas: [] },
      properties: properties.filter(({ name }) => name === property),
    };
    const { cells } = await check({ ...wanted, models: columns });
    expect(cells.map(({ verdict }) => verdict.kind)).toEqual(['holds', 'violated']);
    const [holding] = cells;
    expect(holding?.verdict.kind === 'holds' && holding.verdict.vacuous === undefined).toBe(isTelling);
    const alone = await check({ ...wanted, models: baselines });
    expect(alone.cells.map(({ verdict }) => verdict.kind)).toEqual(baselines.map(() => 'holds'));
  },
);

describe('the order', () => {
  /** Models by the scenarios that they violate. */
  const orderBy = (violated: Readonly<Record<string, readonly number[]>>): Order =>
    orderOf({
      models: Object.keys(violated),
      isViolatedWhereOtherIsNot: (one, other) =>
        (violated[one] ?? []).some((each) => !violated[other]?.includes(each)),
    });

  test('puts together what nothing tells apart, and names only what follows from no others', () => {
    const order = orderBy({ a: [], b: [1], c: [1], d: [1, 2], e: [3] });
    expect(describeOrder(order)).toBe('a > {b, c}, e; {b, c} > d');
  });

  test('is refused where it is none', () => {
    const above = new Set(['a b', 'b c', 'c a']);
    const comparison = {
      models: ['a', 'b', 'c'],
      isViolatedWhereOtherIsNot: (one: string, other: string) =>
        one !== other && !above.has(`${one} ${other}`),
    };
    expect(() => orderOf(comparison)).toThrow("'a' is above 'b', and that above 'c'");
  });

  test('is that of the sets of violated scenarios', () => {
    const sets = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(sets, (all) => {
        const violated = Object.fromEntries(all.map((set, index) => [`m${index}`, set]));
        const { classes, edges } = orderBy(violated);
        const setOf = (models: readonly string[]): readonly number[] => violated[models[0] ?? ''] ?? [];
        const isWithin = (one: readonly number[], other: readonly number[]): boolean =>
          one.every((each) => other.includes(each));
        // What is reached along edges is what is properly within.
        const reached = (from: readonly string[]): readonly (readonly string[])[] =>
          edges
            .filter(({ stronger }) => stronger === from)
            .flatMap(({ weaker }) => [weaker, ...reached(weaker)]);
        for (const one of classes) {
          const below = new Set(reached(one));
          for (const other of classes)
            if (one !== other) expect(below.has(other)).toBe(isWithin(setOf(one), setOf(other)));
        }
        expect(classes.flat().sort()).toEqual(Object.keys(violated).sort());
      }),
    );
  });
});
