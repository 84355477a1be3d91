/** A system as packed states and loaded code. */
export { type CompiledSystem, compile } from './compile.js';
export { type Findings, noteViolation } from './findings.js';
export {
  type ConcurrentHooks,
  type ConcurrentMachine,
  loadConcurrent,
  type Machine,
} from './machine.js';
