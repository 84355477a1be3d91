/** The search itself: every reachable state, breadth first, and the paths that lead to what was found. */
export type { Parallelism } from './frontier.js';
export { type Budget, type SearchOptions, unlimited } from './options.js';
export type { Path, SearchResult, Statistics, StopReason } from './result.js';
export { search } from './search.js';
