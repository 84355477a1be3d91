import { type Budget, unlimited } from '../../src/engine/index.js';

/**
 * For searches that threads share, one after the other in a process that starts others: each reserves all the memory that
 * it may take, and a process for which as much is reserved as the machine has cannot be forked.
 */
export const smallBudget: Budget = { ...unlimited, memoryBytes: 256 * 2 ** 20 };
