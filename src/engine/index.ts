/** Exhaustive search: a system is compiled to packed states and generated code, and every state is visited. */
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
