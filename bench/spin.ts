/*
 * klpcheck against SPIN, side by side in one run, on the very same systems: each is exported to Promela, and a ratio is
 * printed only where both found the same number of states and the same verdict.
 *
 *   npm run bench -- [--runs 5] [--only reference] [--tasks N] [--json FILE]
 *
 * Runs of all sides alternate; medians are told. Times are of the search alone: neither the time of gcc nor that of our own
 * code generation is in them. SPIN is compiled with -O2, and its hash table is as large as the states need from the start.
 */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { availableParallelism, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Table from 'cli-table3';
import writeFileAtomic from 'write-file-atomic';
import { type ReductionName, reductionNames } from '../src/engine/index.js';
import { toPromela } from '../src/export/index.js';
import { buildVerifier, type SpinResult, type Verifier } from '../test/support/spin.js';
import { median, options } from './options.js';
import type { SearchedOnce, SearchOnce } from './search-once.js';
import { composeWorkload, type Workload, withoutFairness } from './workload.js';

const workloads: readonly (Workload & { readonly title: string })[] = [
  { title: 'reference', name: 'lock-order', model: 'kgraft', tasks: 6, properties: ['lock-discipline'] },
  { title: 'locks', name: 'locks', model: 'kgraft', tasks: 6, properties: ['lock-discipline'] },
  { title: 'sleepers', name: 'sleepers', model: 'kpatch', tasks: 6, properties: ['data-compatibility'] },
  { title: 'klp', name: 'threads', model: 'klp', tasks: 4, properties: ['lock-discipline'] },
  { title: 'liveness', name: 'settles', model: 'kgraft', tasks: 5, properties: ['settles'] },
];
const growth: Workload = { name: 'lock-order', model: 'kgraft', tasks: 0, properties: ['lock-discipline'] };
const growthTasks = [2, 4, 8, 16, 32, 64];
const growthTimeoutMs = 60_000;
const runs = Number(options.runs ?? 5);
const jobs = availableParallelism();

/** One side: klpcheck or SPIN, with some options. */
interface Side {
  readonly states: number;
  readonly transitions: number;
  readonly elapsedMs: number;
  readonly bytesPerState: number;
  readonly peakBytes: number;
  readonly violated: boolean;
}

interface Comparison {
  readonly title: string;
  readonly workload: Workload;
  readonly packedBytes: number;
  readonly sides: Readonly<Record<'klpcheck' | 'together' | 'reduced' | 'spin' | 'spinReduced', Side>>;
  readonly spinCompileSeconds: number;
  /** Whether both found the same states and verdicts: else nothing is to be compared. */
  readonly agrees: boolean;
}

const run = promisify(execFile);
const jiti = createRequire(import.meta.url)
  .resolve('jiti/package.json')
  .replace(/package\.json$/, 'lib/jiti-cli.mjs');
const child = fileURLToPath(new URL('./search-once.ts', import.meta.url));

async function searchOnce(what: SearchOnce): Promise<SearchedOnce> {
  const { stdout } = await run(process.execPath, [jiti, child, JSON.stringify(what)], { maxBuffer: 1 << 28 });
  return JSON.parse(stdout);
}

function ofSearch({ statistics, violated, peakRssBytes }: SearchedOnce): Side {
  const { states, transitions, elapsedMs, bytesPerState } = statistics;
  return {
    states,
    transitions,
    elapsedMs,
    bytesPerState,
    peakBytes: peakRssBytes,
    violated: violated.length > 0,
  };
}

function ofSpin({ states, transitions, elapsed, memoryMiB, errors }: SpinResult): Side {
  const peakBytes = memoryMiB * 2 ** 20;
  const elapsedMs = Math.max(elapsed * 1000, 10);
  return {
    states,
    transitions,
    elapsedMs,
    bytesPerState: peakBytes / states,
    peakBytes,
    violated: errors > 0,
  };
}

async function compare(title: string, workload: Workload): Promise<Comparison> {
  const { system, requirements, questions } = withoutFairness(composeWorkload(workload));
  const formulas = questions.flatMap((question) =>
    question.kind === 'formula' ? [{ name: question.property, temporal: question.temporal }] : [],
  );
  const promela = toPromela(system, { about: [title], invariants: requirements.invariants, formulas });
  const isLiveness = formulas.length > 0;
  const first = await searchOnce({ workload, jobs: 1, reductions: [] });
  const hashBits = Math.max(20, Math.ceil(Math.log2(first.statistics.states)));
  const build = (gcc: readonly string[]): Promise<Verifier> =>
    buildVerifier(promela.text, {
      defines: isLiveness ? ['CLAIMS'] : [],
      gcc: [
        '-O2',
        ...(isLiveness ? [] : ['-DSAFETY']),
        `-DMEMLIM=${Math.floor((totalmem() / 2 ** 20) * 0.8)}`,
        ...gcc,
      ],
    });
  const [full, reduced] = [await build(['-DNOREDUCE']), await build([])];
  const flags = (depth: number): readonly string[] => [
    `-w${hashBits}`,
    `-m${depth}`,
    '-E',
    ...(isLiveness ? ['-a', '-N', promela.claims[0] ?? ''] : ['-c0']),
  ];
  const measured = {
    klpcheck: [ofSearch(first)],
    together: [] as Side[],
    reduced: [] as Side[],
    spin: [] as Side[],
    spinReduced: [] as Side[],
  };
  const reductions: readonly ReductionName[] = reductionNames;
  // No stack is deeper than all states; how deep it really is, the first run tells. SPIN reserves it at once.
  const depths = { full: 0, reduced: 0 };
  const explore = async (which: keyof typeof depths, verifier: Verifier): Promise<Side> => {
    const found = await verifier.run(flags(depths[which] || (isLiveness ? 10 : 1) * first.statistics.states));
    depths[which] = found.depth + 1000;
    return ofSpin(found);
  };
  for (let round = 0; round < runs; round++) {
    if (round > 0) measured.klpcheck.push(ofSearch(await searchOnce({ workload, jobs: 1, reductions: [] })));
    measured.spin.push(await explore('full', full));
    measured.together.push(ofSearch(await searchOnce({ workload, jobs, reductions: [] })));
    measured.reduced.push(ofSearch(await searchOnce({ workload, jobs: 1, reductions })));
    measured.spinReduced.push(await explore('reduced', reduced));
  }
  await Promise.all([full.remove(), reduced.remove()]);
  const middle = (sides: readonly Side[]): Side => median(sides, ({ elapsedMs }) => elapsedMs);
  const sides = {
    klpcheck: middle(measured.klpcheck),
    together: middle(measured.together),
    reduced: middle(measured.reduced),
    spin: middle(measured.spin),
    spinReduced: middle(measured.spinReduced),
  };
  // With a claim, SPIN counts pairs of a state and one of its automaton; that the states are the same is tested elsewhere.
  const sameStates = isLiveness || sides.klpcheck.states + promela.surplus.states === sides.spin.states;
  const sameCounts =
    sides.klpcheck.states === sides.together.states &&
    sides.klpcheck.transitions === sides.together.transitions;
  const sameVerdicts = Object.values(sides).every(({ violated }) => violated === sides.klpcheck.violated);
  return {
    title,
    workload,
    packedBytes: first.statistics.packedBytes,
    sides,
    spinCompileSeconds: full.compileSeconds,
    agrees: sameStates && sameCounts && sameVerdicts,
  };
}

async function measureGrowth() {
  const rows = [];
  for (const tasks of growthTasks) {
    const searched = await searchOnce({
      workload: { ...growth, tasks },
      jobs,
      reductions: reductionNames,
      timeoutMs: growthTimeoutMs,
    });
    rows.push({ tasks, ...ofSearch(searched), ...(searched.stopped && { stopped: searched.stopped }) });
    if (searched.stopped) break;
  }
  return rows;
}

const millions = (count: number): string => (count / 1e6).toFixed(2);
const times = (ratio: number): string => `x${ratio.toFixed(ratio < 10 ? 1 : 0)}`;

function printComparisons(comparisons: readonly Comparison[]): void {
  const rate = ({ states, elapsedMs }: Side): number => states / elapsedMs / 1000;
  const table = new Table({
    head: [
      'all states',
      'M states',
      'SPIN M/s',
      'klpcheck M/s',
      'ratio',
      `${jobs} threads`,
      'SPIN B/state',
      'klpcheck B/state',
      'of it packed',
    ],
    style: { head: [], border: [] },
  });
  const reduced = new Table({
    head: ['reduced', 'SPIN states', 'SPIN s', 'klpcheck states', 'klpcheck s', 'fewer than all'],
    style: { head: [], border: [] },
  });
  for (const { title, workload, sides, agrees, packedBytes } of comparisons) {
    const name = `${title}, ${workload.tasks} tasks, ${workload.model}`;
    if (!agrees) {
      table.push([name, { colSpan: 8, content: 'NOT compared: states or verdicts differ' }]);
      continue;
    }
    const { klpcheck, together, spin, spinReduced } = sides;
    table.push([
      name,
      millions(klpcheck.states),
      rate(spin).toFixed(2),
      rate(klpcheck).toFixed(2),
      times(spin.elapsedMs / klpcheck.elapsedMs),
      times(klpcheck.elapsedMs / together.elapsedMs),
      spin.bytesPerState.toFixed(0),
      klpcheck.bytesPerState.toFixed(1),
      packedBytes,
    ]);
    reduced.push([
      name,
      spinReduced.states.toLocaleString('en'),
      (spinReduced.elapsedMs / 1000).toFixed(2),
      sides.reduced.states.toLocaleString('en'),
      (sides.reduced.elapsedMs / 1000).toFixed(2),
      times(klpcheck.states / sides.reduced.states),
    ]);
  }
  console.log(table.toString());
  console.log(reduced.toString());
}

function printGrowth(rows: Awaited<ReturnType<typeof measureGrowth>>): void {
  const table = new Table({
    head: ['tasks', 'states', 'transitions', 'seconds', 'peak RSS, MiB', ''],
    style: { head: [], border: [] },
  });
  for (const { tasks, states, transitions, elapsedMs, peakBytes, stopped } of rows)
    table.push([
      tasks,
      states.toLocaleString('en'),
      transitions.toLocaleString('en'),
      (elapsedMs / 1000).toFixed(2),
      (peakBytes / 2 ** 20).toFixed(0),
      stopped ? `stopped: ${stopped}, after ${growthTimeoutMs / 1000} s` : '',
    ]);
  console.log(table.toString());
}

const chosen = workloads.filter(({ title }) => options.only === undefined || title === options.only);
const comparisons: Comparison[] = [];
for (const { title, ...workload } of chosen)
  comparisons.push(
    await compare(
      title,
      options.tasks === undefined ? workload : { ...workload, tasks: Number(options.tasks) },
    ),
  );
console.log(`node ${process.version}, ${jobs} cores, median of ${runs} runs`);
printComparisons(comparisons);
const grown = options.only === undefined || options.only === 'growth' ? await measureGrowth() : [];
if (grown.length > 0) {
  console.log('Growth with all reductions, reference workload:');
  printGrowth(grown);
}
if (options.json !== undefined)
  await writeFileAtomic(
    options.json,
    `${JSON.stringify({ node: process.version, jobs, runs, comparisons, growth: grown }, null, 2)}\n`,
  );
