import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  compose,
  instantiate,
  models,
  parseScenario,
  properties,
  type Statistics,
  search,
} from '../src/index.js';

/*
 * What the benchmarks share: their options, the search of a workload under kGraft, and the median of several runs.
 */

export const { values: options } = parseArgs({
  options: {
    tasks: { type: 'string', default: '5' },
    runs: { type: 'string', default: '5' },
    json: { type: 'string' },
  },
});

const kgraft = models.find(({ name }) => name === 'kgraft');

/**
 * Makes a search of a workload that can be run again and again.
 *
 * @param workload a file of `workloads/`, without its ending; it gets as many tasks as the options say
 * @param names of the properties to search for
 */
export function searchOf(workload: string, names: readonly string[]): () => Promise<Statistics> {
  const text = readFileSync(new URL(`workloads/${workload}.yaml`, import.meta.url), 'utf8');
  const scenario = parseScenario(text.replace(/count: \d+/, `count: ${options.tasks}`), workload);
  if (!scenario.ok || !kgraft) throw new Error(`the workload '${workload}' does not parse`);
  const selected = properties.filter(({ name }) => names.includes(name));
  const { system, requirements } = compose(scenario.value, instantiate(kgraft), selected);
  return async () => (await search(system, requirements)).statistics;
}

/** The run whose time is the median. */
export function median(runs: readonly Statistics[]): Statistics {
  const sorted = [...runs].sort((one, other) => one.elapsedMs - other.elapsedMs);
  return sorted[Math.floor(sorted.length / 2)] as Statistics;
}
