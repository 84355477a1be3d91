/** Exhaustive search: a system is compiled to packed states and generated code, and every state is visited. */

export type { Parallelism } from './frontier.js';
export { type Memory, MemoryExhaustedError, type NumberArray } from './memory.js';
export { defaultJobs } from './parallel/index.js';
export { canReduce, type ReductionName, type ReductionReport, reductionNames } from './reduction/index.js';
export type { Requirements } from './requirements.js';
export {
  type Budget,
  type Path,
  type SearchOptions,
  type SearchResult,
  type Statistics,
  type StopReason,
  search,
  unlimited,
} from './search.js';
export type {
  Analysis,
  StateGraph,
  StatePredicate,
  StepKind,
} from './state-graph.js';
