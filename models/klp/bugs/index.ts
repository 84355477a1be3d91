/** What kernels have had wrong in live patching since 2015, as facts. */
export type { HistoricalBug, NotFound, OutOfReach, Question } from './bug.js';
export { lockBugs } from './locks.js';
export { notFound, openBugs } from './open.js';
export { outOfReach } from './out-of-reach.js';
export { transitionBugs } from './transition.js';
