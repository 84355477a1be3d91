import type { CheckRunOptions } from '../check/index.js';
import type { ReductionName } from '../engine/index.js';

/** The options of every command that searches. */
export interface SearchOptions {
  readonly maxStates: number;
  /** Bytes, for all of the process. */
  readonly memory: number;
  readonly timeout: number;
  readonly jobs: number;
  /** Absent where klpcheck is to choose; false for none. */
  readonly reduction?: readonly ReductionName[] | false;
}

/** What the process takes besides what a search counts: generated code, buffers, and the results of searches before. */
const overheadBytes = 64 * 2 ** 20;
/** What each further thread takes for itself. */
const threadBytes = 32 * 2 ** 20;

export function searchOptions({
  maxStates,
  memory,
  timeout,
  jobs,
  reduction,
}: SearchOptions): Omit<CheckRunOptions, 'onProgress'> {
  const taken = process.memoryUsage.rss() + overheadBytes + (jobs - 1) * threadBytes;
  return {
    budget: { maxStates, memoryBytes: Math.max(0, memory - taken), timeoutMs: timeout },
    parallelism: { jobs },
    reductions: reduction === false ? [] : (reduction ?? 'automatic'),
  };
}
