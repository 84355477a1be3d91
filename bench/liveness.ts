/*
 * What liveness costs on top of safety: the same system, searched for an invariant, and for the same with a question about
 * its infinite runs. Two workloads: in one every transition finishes, so that the whole product has to be searched; in
 * the other some do not.
 *
 *   npm run bench:liveness -- [--tasks 5] [--runs 5] [--json FILE]
 *
 * Runs of both sides alternate; medians are told, and what counts is their ratio.
 */
import { writeFileSync } from 'node:fs';
import Table from 'cli-table3';
import { type Statistics, search } from '../src/engine/index.js';
import { median, options } from './options.js';
import { composeWorkload } from './workload.js';

const tasks = Number(options.tasks ?? 5);

const safety = 'global-consistency';
const questions = ['convergence', 'no-starvation', 'non-interference', 'steps-to-convergence'];

interface Comparison {
  readonly workload: string;
  readonly question: string;
  readonly states: number;
  readonly transitions: number;
  readonly safetyMs: number;
  readonly elapsedMs: number;
  readonly timeRatio: number;
  readonly safetyBytesPerState: number;
  readonly bytesPerState: number;
  readonly memoryRatio: number;
}

async function compare(workload: string, question: string): Promise<Comparison> {
  const [alone, together]: [Statistics[], Statistics[]] = [[], []];
  const [searchAlone, searchTogether] = [[safety], [safety, question]].map((properties) => {
    const { system, requirements } = composeWorkload({ name: workload, model: 'kgraft', tasks, properties });
    return async () => (await search(system, requirements)).statistics;
  }) as [() => Promise<Statistics>, () => Promise<Statistics>];
  for (let run = 0; run < Number(options.runs ?? 5); run++) {
    alone.push(await searchAlone());
    together.push(await searchTogether());
  }
  const [one, other] = [alone, together].map((each) => median(each, ({ elapsedMs }) => elapsedMs)) as [
    Statistics,
    Statistics,
  ];
  if (one.states !== other.states || one.transitions !== other.transitions)
    throw new Error(`${workload}: the two sides did not search the same system`);
  return {
    workload,
    question,
    states: one.states,
    transitions: one.transitions,
    safetyMs: one.elapsedMs,
    elapsedMs: other.elapsedMs,
    timeRatio: other.elapsedMs / one.elapsedMs,
    safetyBytesPerState: one.bytesPerState,
    bytesPerState: other.bytesPerState,
    memoryRatio: other.bytesPerState / one.bytesPerState,
  };
}

const table = new Table({
  head: ['workload', 'question', 'states', 'safety, s', 'with it, s', 'time', 'bytes/state', 'memory'],
  style: { head: [], border: [] },
  colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'right'],
});
const comparisons: Comparison[] = [];
for (const workload of ['steady', 'lock-order'])
  for (const question of questions) {
    const each = await compare(workload, question);
    comparisons.push(each);
    table.push([
      workload,
      question,
      each.states.toLocaleString('en'),
      (each.safetyMs / 1000).toFixed(2),
      (each.elapsedMs / 1000).toFixed(2),
      `× ${each.timeRatio.toFixed(2)}`,
      `${each.safetyBytesPerState.toFixed(1)} → ${each.bytesPerState.toFixed(1)}`,
      `× ${each.memoryRatio.toFixed(2)}`,
    ]);
  }
console.log(`${tasks} tasks under kgraft, node ${process.version}, median of ${options.runs ?? 5} runs`);
console.log(table.toString());
if (options.json !== undefined)
  writeFileSync(options.json, `${JSON.stringify({ node: process.version, tasks, comparisons }, null, 2)}\n`);
