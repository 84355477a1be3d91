/*
 * Planted faults: mutants of the consistency models, made by program, and which of them the scenarios that ship tell from
 * the original by the verdicts that they expect; then random ones, by any verdict. What survives must be argued to be equivalent, in mutants.equivalent.json.
 *
 *   npm run mutants -- [--only kgraft] [--max-states 200000] [--runs 300] [--jobs 2] [--json FILE]
 *
 * Exit code 1 when a mutant survives that is not listed there, or one that is listed does not.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { models } from '../models/index.js';
import { startThread } from '../src/thread.js';
import { type Mutant, mutantsOf } from './mutants/mutants.js';
import type { Equivalents, Fate } from './mutants/run.js';
import type { Report, ThreadData } from './mutants/thread.js';

const { values: options } = parseArgs({
  options: {
    /** Only mutants with this in their names. */
    only: { type: 'string', default: '' },
    'max-states': { type: 'string', default: '200000' },
    /** How many random scenarios are tried on what `check` does not kill. */
    runs: { type: 'string', default: '300' },
    /** How many threads share the mutants. */
    jobs: { type: 'string', default: String(availableParallelism()) },
    /** Where to write what became of each mutant. */
    json: { type: 'string' },
  },
});

const equivalents: Equivalents = JSON.parse(
  readFileSync(new URL('mutants.equivalent.json', import.meta.url), 'utf8'),
);
const mutants = models.flatMap(mutantsOf).filter(({ name }) => name.includes(options.only));
const data: ThreadData = {
  only: options.only,
  maxStates: Number(options['max-states']),
  runs: Number(options.runs),
  equivalents,
  next: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT),
};
const fateByNumber = new Map<number, Fate>();
const judgeInThread = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const thread = startThread(import.meta.url, 'mutants/thread', data);
    thread.on('message', ({ number, fate, elapsedMs }: Report) => {
      fateByNumber.set(number, fate);
      const seconds = (elapsedMs / 1000).toFixed(1);
      console.error(
        `${fateByNumber.size}/${mutants.length} ${mutants[number]?.name}: ${describe(fate)} (${seconds} s)`,
      );
    });
    thread.on('error', reject);
    thread.on('exit', () => resolve());
  });
await Promise.all(Array.from({ length: Number(options.jobs) }, judgeInThread));
const fates = mutants.map((mutant, number): readonly [Mutant, Fate] => {
  const fate = fateByNumber.get(number);
  if (!fate) throw new Error(`nothing is known of '${mutant.name}'`);
  return [mutant, fate];
});

console.log(tabulate(fates));
const count = (kind: Fate['kind']): number => fates.filter(([, fate]) => fate.kind === kind).length;
console.log(
  `${mutants.length} mutants: ${count('killed')} killed, ${count('equivalent')} equivalent, ` +
    `${count('survived')} survived, ${count('invalid')} invalid`,
);
if (options.json !== undefined)
  writeFileSync(
    options.json,
    `${JSON.stringify(
      fates.map(([{ name, operator, original }, fate]) => ({
        name,
        operator,
        model: original.name,
        ...fate,
      })),
      null,
      2,
    )}\n`,
  );

const survivors = fates.filter(([, { kind }]) => kind === 'survived').map(([{ name }]) => name);
const stillEquivalent = new Set(
  fates.filter(([, { kind }]) => kind === 'equivalent').map(([{ name }]) => name),
);
const stale = Object.keys(equivalents).filter(
  (name) => name.includes(options.only) && !stillEquivalent.has(name),
);
for (const name of survivors) console.log(`survived: ${name}`);
for (const name of stale)
  console.log(`listed as equivalent, but killed, invalid or no mutant at all: ${name}`);
if (survivors.length > 0 || stale.length > 0) process.exitCode = 1;

function describe(fate: Fate): string {
  switch (fate.kind) {
    case 'killed':
      return `killed by ${fate.killer}: ${fate.by}`;
    case 'survived':
      return 'survived';
    default:
      return `${fate.kind}: ${fate.because}`;
  }
}

/** Operator x model: how many were killed, and what became of the others. */
function tabulate(all: typeof fates): string {
  const columns = models.filter(({ name }) => all.some(([{ original }]) => original.name === name));
  const table = new Table({
    head: ['operator', ...columns.map(({ name }) => name), 'all'],
    style: { head: [], border: [] },
  });
  const cell = (some: typeof fates): string =>
    (['killed', 'survived', 'equivalent', 'invalid'] as const)
      .map((kind) => [some.filter(([, fate]) => fate.kind === kind).length, kind] as const)
      .filter(([number]) => number > 0)
      .map(([number, kind]) => (kind === 'killed' ? String(number) : `${number} ${kind}`))
      .join(', ');
  const row = (name: string, some: typeof fates): void => {
    const cells = columns.map((model) => cell(some.filter(([{ original }]) => original.name === model.name)));
    table.push([name, ...cells, cell(some)]);
  };
  for (const operator of new Set(all.map(([mutant]) => mutant.operator)))
    row(
      operator,
      all.filter(([mutant]) => mutant.operator === operator),
    );
  row('all', all);
  return table.toString();
}
