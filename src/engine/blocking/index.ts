/** Which processes can get stuck: blocked, not at an end, and so in every future. */
export { type Deadlock, DeadlockFinder } from './deadlock.js';
export { Moves, type WatchedProcesses } from './moves.js';
