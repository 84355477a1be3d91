/** From C to steps: what happens in a function, in which order, under which locks. */
export { type LoweredBody, lowerFunction } from './body.js';
export { callSchema, type KernelCall, type KernelTable, kernelTable, readYaml } from './calls.js';
export { type HeldLocks, heldLocks, type LockEffect } from './held.js';
export { simplified } from './simplify.js';
export {
  allSteps,
  type LockKind,
  mapParts,
  type Place,
  partsOf,
  rewrite,
  type Step,
  type Steps,
} from './step.js';
export { structured } from './structure.js';
export { TooTangledError } from './too-tangled.js';
