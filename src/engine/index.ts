/** Exhaustive search: a system is compiled to packed states and generated code, and every state is visited. */

export { SystemTooLargeError } from './codegen/index.js';
export { type Memory, MemoryExhaustedError, type NumberArray } from './packing/index.js';
export { defaultJobs } from './parallel/index.js';
export { canReduce, type ReductionName, type ReductionReport, reductionNames } from './reduction/index.js';
export type { Analysis, Requirements, StateGraph, StatePredicate, StepKind } from './requirements/index.js';
export {
  type Budget,
  type Parallelism,
  type Path,
  type SearchOptions,
  type SearchResult,
  type Statistics,
  type StopReason,
  search,
  unlimited,
} from './search/index.js';
