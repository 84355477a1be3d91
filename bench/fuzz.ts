/*
 * How good the random search is, in two tables:
 *
 * - how many scenarios of the default size it explores a second, on one core, under each model;
 * - for each model and property that is not guaranteed (docs/guarantees), from how many of ten seeds it finds a violation within
 *   a minute, how long that takes, and how large what is left of it after shrinking is.
 *
 *   npm run bench:fuzz -- [--runs 10] [--only kgraft] [--json FILE]
 *
 * `--runs` is how many seeds; `--only` names a model.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import writeFileAtomic from 'write-file-atomic';
import { models } from '../models/index.js';
import { properties } from '../properties/index.js';
import { readingSize } from '../src/arbitraries/index.js';
import { unlimited } from '../src/engine/index.js';
import { defaultMaxStates, type FuzzRequest, fuzz } from '../src/fuzz/index.js';
import { instantiate } from '../src/livepatch/index.js';
import { median, options } from './options.js';

const budget = { ...unlimited, maxStates: defaultMaxStates };
const timedRuns = 1000;
const timeoutMs = 60_000;
const seeds = Array.from({ length: Number(options.runs ?? 10) }, (_, index) => index + 1);
const chosen = models.filter(({ name }) => options.only === undefined || name === options.only);

function requestFor(model: string, property: string, runs: number, seed: number): FuzzRequest {
  const [found, asked] = [
    models.find(({ name }) => name === model),
    properties.find(({ name }) => name === property),
  ];
  if (!found || !asked) throw new Error(`there is no model ${model}, or no property ${property}`);
  return { models: [instantiate(found)], property: asked, budget, runs, seed, assumptions: [], corpus: [] };
}

const brokenCells = readdirSync(fileURLToPath(new URL('../docs/guarantees', import.meta.url))).map((file) =>
  file.replace(/\.yaml$/, ''),
);

/** With a property that the model guarantees, so that nothing ends the search early; nothing where it guarantees none. */
async function measureSpeed(model: string) {
  const property = properties.find(
    ({ name, kind }) => kind === 'safety' && !brokenCells.includes(`${model}-${name}`),
  );
  if (!property) return [];
  await fuzz(requestFor(model, property.name, 100, 0));
  const start = performance.now();
  const { runs, inconclusive } = await fuzz(requestFor(model, property.name, timedRuns, 1));
  const perSecond = runs / ((performance.now() - start) / 1000);
  return [{ model, property: property.name, runs, inconclusive, perSecond }];
}

interface Search {
  readonly seconds: number;
  readonly size: readonly number[] | undefined;
}

async function searchWith(model: string, property: string, seed: number): Promise<Search> {
  const start = performance.now();
  const { found } = await fuzz(requestFor(model, property, 1_000_000, seed), {
    signal: AbortSignal.timeout(timeoutMs),
  });
  return {
    seconds: (performance.now() - start) / 1000,
    size: found && readingSize(found.document),
  };
}

const speeds = [];
for (const { name } of chosen) speeds.push(...(await measureSpeed(name)));
const speedTable = new Table({ head: ['model', 'property', 'scenarios', 'too large', 'a second'] });
for (const { model, property, runs, inconclusive, perSecond } of speeds)
  speedTable.push([model, property, runs, inconclusive, perSecond.toFixed(0)]);
console.log(`node ${process.version}, one core\n${speedTable}`);

const broken = chosen.flatMap(({ name }) =>
  properties.flatMap((property) =>
    brokenCells.includes(`${name}-${property.name}`) ? [[name, property.name] as const] : [],
  ),
);
const cellTable = new Table({
  head: ['model', 'property', 'found', 'seconds: median', 'worst', 'tasks', 'functions', 'statements'],
});
const cells = [];
const sizes: (readonly number[])[] = [];
for (const [model, property] of broken) {
  const searches: Search[] = [];
  for (const seed of seeds) searches.push(await searchWith(model, property, seed));
  const found = searches.flatMap(({ size, seconds }) => (size ? [{ size, seconds }] : []));
  const middle = (position: number): number | string =>
    found.length === 0
      ? '-'
      : (median(found, ({ size }) => size[position] as number).size[position] as number);
  const row = {
    ...{ model, property, seeds: seeds.length, found: found.length },
    medianSeconds: median(searches, ({ seconds }) => seconds).seconds,
    worstSeconds: Math.max(...searches.map(({ seconds }) => seconds)),
    median: { tasks: middle(0), functions: middle(1), statements: middle(3) },
    largest: {
      tasks: Math.max(...found.map(({ size }) => size[0] as number)),
      functions: Math.max(...found.map(({ size }) => size[1] as number)),
    },
  };
  cells.push(row);
  sizes.push(...found.map(({ size }) => size));
  cellTable.push([
    ...[
      model,
      property,
      `${row.found} of ${row.seeds}`,
      row.medianSeconds.toFixed(1),
      row.worstSeconds.toFixed(1),
    ],
    ...[
      `${row.median.tasks} (most ${row.largest.tasks})`,
      `${row.median.functions} (most ${row.largest.functions})`,
      row.median.statements,
    ],
  ]);
  console.error(`${model}, ${property}: ${row.found} of ${row.seeds}`);
}
console.log(
  `one core, at most ${timeoutMs / 1000} s a search; sizes are medians after shrinking\n${cellTable}`,
);
const [tasks, functions, , statements] = sizes[0]
  ? sizes[0].map((_, position) => median(sizes, (size) => size[position] as number)[position])
  : [];
console.log(
  `median of all ${sizes.length} that were found: ${tasks} tasks, ${functions} functions, ${statements} statements`,
);
if (options.json !== undefined)
  await writeFileAtomic(options.json, `${JSON.stringify({ speeds, cells }, null, 2)}\n`);
