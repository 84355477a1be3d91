import type { ReductionName } from '../reduction/index.js';
import type { Parallelism } from './frontier.js';

/** What a search may use up. When something runs out, it stops and says so. */
export interface Budget {
  readonly maxStates: number;
  /** For states, parents, index, what the search for deadlocks notes, and what analyses need, together. */
  readonly memoryBytes: number;
  /** Of wall-clock time. */
  readonly timeoutMs: number;
}

export const unlimited: Budget = {
  maxStates: Number.POSITIVE_INFINITY,
  memoryBytes: Number.POSITIVE_INFINITY,
  timeoutMs: Number.POSITIVE_INFINITY,
};

export interface SearchOptions {
  readonly budget?: Budget;
  /** Which reductions to use where they are sound; none unless said. */
  readonly reductions?: readonly ReductionName[];
  readonly parallelism?: Partial<Parallelism>;
  /** Stops the search; the result then says `interrupted`. */
  readonly signal?: AbortSignal;
  /** Called a few times a second. */
  readonly onProgress?: (progress: { readonly states: number; readonly elapsedMs: number }) => void;
}
