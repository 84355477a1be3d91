/** The search itself: every reachable state, breadth first, and the paths that lead to what was found. */
export type { Parallelism } from './frontier.js';
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
