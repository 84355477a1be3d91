/** States as words: where each value stands in them, the visited set that holds them all, and the memory they take. */
export { Decoder } from './decoder.js';
export { type Cell, eachWord, encode, type Field, type Layout, layOut, maskOf, readField } from './layout.js';
export { Memory, MemoryExhaustedError, type NumberArray } from './memory.js';
export { enlarged, giveBack, reserve } from './shared-memory.js';
export { type SharedStore, Store } from './store.js';
