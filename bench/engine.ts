/*
 * How fast the engine visits states: the workload of the reference measurements (N identical tasks under kGraft, two
 * locks taken in one order by the old code and in the other by the new), searched for one property and for all.
 *
 *   npm run bench -- [--tasks 5] [--runs 5] [--json FILE]
 *
 * Times are of the search alone; compiling the system to code is inside it. Quote medians, and ratios before times.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import {
  compose,
  instantiate,
  models,
  parseScenario,
  properties,
  type Statistics,
  search,
} from '../src/index.js';

const { values: options } = parseArgs({
  options: {
    tasks: { type: 'string', default: '5' },
    runs: { type: 'string', default: '5' },
    json: { type: 'string' },
  },
});

const text = readFileSync(new URL('workloads/lock-order.yaml', import.meta.url), 'utf8');
const scenario = parseScenario(text.replace(/count: \d+/, `count: ${options.tasks}`), 'lock-order.yaml');
const kgraft = models.find(({ name }) => name === 'kgraft');
if (!scenario.ok || !kgraft) throw new Error('the workload does not parse');

const selections = {
  'global-consistency alone': properties.filter(({ name }) => name === 'global-consistency'),
  'all but deadlock-freedom': properties.filter(({ name }) => name !== 'deadlock-freedom'),
  'all properties': properties,
};

interface Measurement {
  readonly what: string;
  readonly states: number;
  readonly transitions: number;
  readonly bytesPerState: number;
  readonly elapsedMs: number;
  readonly statesPerSecond: number;
  readonly transitionsPerSecond: number;
}

const measurements: Measurement[] = [];
for (const [what, selected] of Object.entries(selections)) {
  const { system, requirements } = compose(scenario.value, instantiate(kgraft), selected);
  const runs: Statistics[] = [];
  for (let run = 0; run < Number(options.runs); run++)
    runs.push((await search(system, requirements)).statistics);
  const median = runs.sort((one, other) => one.elapsedMs - other.elapsedMs)[
    Math.floor(runs.length / 2)
  ] as Statistics;
  const perSecond = (count: number): number => Math.round((count / median.elapsedMs) * 1000);
  measurements.push({
    what,
    states: median.states,
    transitions: median.transitions,
    bytesPerState: median.bytesPerState,
    elapsedMs: median.elapsedMs,
    statesPerSecond: perSecond(median.states),
    transitionsPerSecond: perSecond(median.transitions),
  });
}

const table = new Table({
  head: ['', 'states', 'transitions', 'seconds', 'M states/s', 'M transitions/s', 'bytes/state'],
  style: { head: [], border: [] },
  colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
});
for (const each of measurements)
  table.push([
    each.what,
    each.states.toLocaleString('en'),
    each.transitions.toLocaleString('en'),
    (each.elapsedMs / 1000).toFixed(2),
    (each.statesPerSecond / 1e6).toFixed(2),
    (each.transitionsPerSecond / 1e6).toFixed(2),
    each.bytesPerState.toFixed(1),
  ]);
console.log(`${options.tasks} tasks under kgraft, node ${process.version}, median of ${options.runs} runs`);
console.log(table.toString());
if (options.json !== undefined)
  writeFileSync(
    options.json,
    `${JSON.stringify({ node: process.version, tasks: Number(options.tasks), measurements }, null, 2)}\n`,
  );
