/*
 * How long it takes to index a kernel's source, and to ask: each several times, medians.
 *
 *   npm run build && npm run bench:index -- --source linux [--runs 3] [--json FILE]
 *
 * All is done by the command line and by the package as they are installed. Of times, both what passed and what the processors had to do is
 * told: on a machine with other load, only the second one says something.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import writeFileAtomic from 'write-file-atomic';
import { callersUp, loadEntryTable, loadKernelIndex } from '../src/kernel-index/index.js';
import { median, options } from './options.js';

const { source } = options;
if (source === undefined) throw new Error("expected --source, the root of a kernel's source");
const runs = Number(options.runs ?? 3);
const main = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'klpcheck-bench-'));
const file = path.join(folder, 'it.index');

interface Time {
  readonly elapsedMs: number;
  /** Of all threads. */
  readonly processorMs: number;
}

function timed(work: () => void, usage: () => NodeJS.CpuUsage): Time {
  const before = usage();
  const began = performance.now();
  work();
  const elapsedMs = performance.now() - began;
  const after = usage();
  return { elapsedMs, processorMs: (after.user + after.system - before.user - before.system) / 1000 };
}

/** Node tells of its children only what `times` of the shell does. */
function timedCommand(...args: readonly string[]): Time {
  const script = 'node "$@" > /dev/null; times';
  const began = performance.now();
  const { stdout, status } = spawnSync('bash', ['-c', script, 'bash', main, ...args], { encoding: 'utf8' });
  const elapsedMs = performance.now() - began;
  if (status !== 0) throw new Error(`klpcheck ${args.join(' ')} failed`);
  const [, children = ''] = stdout.trim().split('\n');
  const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
  );
  return { elapsedMs, processorMs: seconds.reduce((sum, each) => sum + each, 0) * 1000 };
}

const several = (measure: () => Time): Time =>
  median(Array.from({ length: runs }, measure), ({ processorMs }) => processorMs);

const times: Record<string, Time> = {
  'index, all files': several(() => timedCommand('index', source, '-o', file, '--fresh')),
  'index, no file has changed': several(() => timedCommand('index', source, '-o', file)),
};
const loads: Time[] = [];
for (let run = 0; run < runs; run++) {
  const before = process.cpuUsage();
  const began = performance.now();
  await loadKernelIndex(source, { file });
  const { user, system } = process.cpuUsage(before);
  loads.push({ elapsedMs: performance.now() - began, processorMs: (user + system) / 1000 });
}
times.load = median(loads, ({ processorMs }) => processorMs);

const index = await loadKernelIndex(source, { file });
const table = await loadEntryTable();
const ask = (id: number): Time =>
  timed(() => callersUp(index, index.functionAt(id), { table }), process.cpuUsage);
times['the first question'] = ask(0);
const step = Math.ceil(index.functionCount / 1000);
const questions: Time[] = [];
for (let id = 0; id < index.functionCount; id += step) questions.push(ask(id));
questions.sort((one, other) => one.elapsedMs - other.elapsedMs);
const share = (part: number): Time => questions[Math.floor((questions.length - 1) * part)] as Time;
times['callers up to entries, median'] = share(0.5);
times['callers up to entries, of 100 the slowest'] = share(0.99);

const shown = new Table({ head: ['', 'ms', 'ms of processors'], style: { head: [], border: [] } });
for (const [what, { elapsedMs, processorMs }] of Object.entries(times))
  shown.push([what, elapsedMs.toFixed(1), processorMs.toFixed(1)]);
console.log(
  `${source}: ${index.files.length} files, ${index.functionCount} functions and macros, ${index.callCount} calls`,
);
console.log(
  `the index has ${(statSync(file).size / 1e6).toFixed(1)} MB; medians of ${runs}\n${shown.toString()}`,
);
if (options.json !== undefined)
  await writeFileAtomic(options.json, `${JSON.stringify({ times, files: index.files.length }, null, 2)}\n`);
rmSync(folder, { recursive: true });
