import { parentPort, workerData } from 'node:worker_threads';
import { models, otherModels } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { byCheck, byFuzz } from './killers.js';
import { mutantsOf } from './mutants.js';
import { type Equivalents, type Fate, fateOf } from './run.js';
import { loadScenarios } from './scenarios.js';

/** What a thread is told. */
export interface ThreadData {
  /** Only mutants with this in their names. */
  readonly only: string;
  readonly maxStates: number;
  /** How many random scenarios are tried on what `check` does not kill. */
  readonly runs: number;
  readonly equivalents: Equivalents;
  /** One word: the number of the next mutant that no thread has taken. */
  readonly next: SharedArrayBuffer;
}

/** What became of the mutant of a number. */
export interface Report {
  readonly number: number;
  readonly fate: Fate;
  readonly elapsedMs: number;
}

/* A thread that takes mutants until none is left. */

const { only, maxStates, runs, equivalents, next } = workerData as ThreadData;
const killers = [
  byCheck({ models: [...models, ...otherModels], properties, scenarios: await loadScenarios(), maxStates }),
  byFuzz({ properties, runs, seed: 1 }),
];
const mutants = models.flatMap(mutantsOf).filter(({ name }) => name.includes(only));
const word = new Int32Array(next);
for (let number = Atomics.add(word, 0, 1); ; number = Atomics.add(word, 0, 1)) {
  const mutant = mutants[number];
  if (!mutant) break;
  const start = performance.now();
  const fate = await fateOf(mutant, killers, equivalents);
  const report: Report = { number, fate, elapsedMs: performance.now() - start };
  parentPort?.postMessage(report);
}
