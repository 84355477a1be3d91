/*
 * How fast the engine visits states: the workload of the reference measurements (N identical tasks under kGraft, two
 * locks taken in one order by the old code and in the other by the new), searched for one property and for all.
 *
 *   npm run bench -- [--tasks 5] [--runs 5] [--json FILE]
 *
 * Times are of the search alone; compiling the system to code is inside it. Quote medians, and ratios before times.
 */
import { writeFileSync } from 'node:fs';
import Table from 'cli-table3';
import { properties, type Statistics } from '../src/index.js';
import { median, options, searchOf } from './harness.js';

const all = properties.filter(({ kind }) => kind === 'safety').map(({ name }) => name);
const selections = {
  'global-consistency alone': ['global-consistency'],
  'all but deadlock-freedom': all.filter((name) => name !== 'deadlock-freedom'),
  'all safety properties': all,
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
  const search = searchOf('lock-order', selected);
  const runs: Statistics[] = [];
  for (let run = 0; run < Number(options.runs); run++) runs.push(await search());
  const middle = median(runs);
  const perSecond = (count: number): number => Math.round((count / middle.elapsedMs) * 1000);
  measurements.push({
    what,
    states: middle.states,
    transitions: middle.transitions,
    bytesPerState: middle.bytesPerState,
    elapsedMs: middle.elapsedMs,
    statesPerSecond: perSecond(middle.states),
    transitionsPerSecond: perSecond(middle.transitions),
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
