/** JavaScript for a system: the source of its steps and of the visited set, as data. */
export { blockSize, generateConcurrentStore } from './concurrent-store.js';
export { type GeneratedProgram, generate } from './generate.js';
export { openBits } from './open-predicates.js';
export type { Program } from './program.js';
export { generateStore } from './store.js';
export { batchSize } from './store-source.js';
export { SystemTooLargeError } from './too-large.js';
