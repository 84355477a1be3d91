/** Exhaustive search: a system is compiled to packed states and generated code, and every state is visited. */

export { type Memory, MemoryExhaustedError, type NumberArray } from './packing/memory.js';
export { defaultJobs } from './parallel/index.js';
export { canReduce, type ReductionName, type ReductionReport, reductionNames } from './reduction/index.js';
export type { Requirements } from './requirements/requirements.js';
export type { Parallelism } from './search/frontier.js';
export {
  type Budget,
  type Path,
  type SearchOptions,
  type SearchResult,
  type Statistics,
  type StopReason,
  search,
  unlimited,
} from './search/search.js';
export type {
  Analysis,
  StateGraph,
  StatePredicate,
  StepKind,
} from './search/state-graph.js';
