/** Generated code, loaded: what looks at states and enters them into the visited set, in one thread or in several. */
export { blockSize, generateConcurrentStore } from './concurrent-store.js';
export { type Findings, makeFindings, noteViolation } from './findings.js';
export {
  type ConcurrentHooks,
  type ConcurrentMachine,
  loadConcurrent,
  loadSequential,
  type Machine,
  type SequentialMachine,
} from './machine.js';
export type { Program } from './program.js';
export { generateStore } from './store.js';
export { batchSize } from './store-source.js';
