import { type ReductionName, type Statistics, search, unlimited } from '../src/engine/index.js';
import { composeWorkload, type Workload, withoutFairness } from './workload.js';

/** One search, in a process of its own so that its memory is known. */
export interface SearchOnce {
  readonly workload: Workload;
  readonly jobs: number;
  readonly reductions: readonly ReductionName[];
  readonly timeoutMs?: number;
}

export interface SearchedOnce {
  readonly statistics: Statistics;
  /** The properties that are violated. */
  readonly violated: readonly string[];
  readonly stopped?: string;
  /** Of the whole process, at its peak. */
  readonly peakRssBytes: number;
}

const { workload, jobs, reductions, timeoutMs } = JSON.parse(process.argv[2] ?? '{}') as SearchOnce;
const { system, requirements } = withoutFairness(composeWorkload(workload));
const result = await search(system, requirements, {
  reductions,
  parallelism: { jobs },
  budget: { ...unlimited, timeoutMs: timeoutMs ?? Number.POSITIVE_INFINITY },
});
const answers = [...result.answers.values()].flatMap((answer) =>
  answer.kind === 'formula' && answer.lasso ? [answer.property] : [],
);
const searched: SearchedOnce = {
  statistics: result.statistics,
  violated: [...result.counterexamples.keys(), ...answers],
  ...(result.stopped && { stopped: result.stopped }),
  peakRssBytes: process.resourceUsage().maxRSS * 1024,
};
console.log(JSON.stringify(searched));
