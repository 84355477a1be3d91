import type { Edge, State } from '../../system/index.js';
import type { ReductionReport } from '../reduction/index.js';

/** Why a search ended before it had visited every reachable state. */
export type StopReason = 'max-states' | 'memory' | 'timeout' | 'interrupted';

export interface SearchResult<Answer = unknown> {
  /** Absent when every reachable state was visited. */
  readonly stopped?: StopReason;
  /** By property, a shortest path to its violation. A property that is not here was not seen to be violated. */
  readonly counterexamples: ReadonlyMap<string, Path>;
  /** The names of the goals that some state satisfies. */
  readonly reached: ReadonlySet<string>;
  /** The edges of the program graphs that were taken at least once. */
  readonly firedEdges: ReadonlySet<Edge>;
  /** By the name of the analysis; empty when the search was stopped. */
  readonly answers: ReadonlyMap<string, Answer>;
  readonly statistics: Statistics;
}

/** The states of a path, and the edge of one more step where it is that step that violates the property. */
export interface Path {
  readonly states: readonly State[];
  /** Whether no path is shorter. Of a search that takes ample steps alone, or merges steps, it is not known. */
  readonly isShortest: boolean;
  readonly lastEdge?: Edge;
  /** For a deadlock: the processes that are stuck in the last state. */
  readonly stuckProcesses?: readonly string[];
}

export interface Statistics {
  /** Distinct states reached. */
  readonly states: number;
  /** Steps taken, from every visited state. */
  readonly transitions: number;
  /** Length of the longest of the shortest paths to a state. */
  readonly depth: number;
  /** Of wall-clock time, by the search alone. */
  readonly elapsedMs: number;
  /** What it took to generate code for the system, before. */
  readonly compileMs: number;
  /** How many threads it may have used. */
  readonly jobs: number;
  /** What a state takes when it is packed. */
  readonly packedBytes: number;
  /** The most of the memory that the budget limits, divided by the number of states. */
  readonly bytesPerState: number;
  readonly reductions: readonly ReductionReport[];
}
