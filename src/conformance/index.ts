/**
 * Model-based testing of an implementation of a patching protocol: random walks through a scenario under a consistency
 * model, each step of which the implementation takes too.
 *
 * ```ts
 * import { conformance, processImplementation } from 'klpcheck/conformance';
 *
 * await conformance({
 *   scenario: 'patch.yaml',
 *   model: 'kgraft',
 *   implementation: processImplementation('./my-protocol'),
 * });
 * ```
 *
 * @packageDocumentation
 */
export type { ModelChoice, ScenarioChoice } from '../names/index.js';
export { type ConformanceReport, conformance } from './conformance.js';
export type { ConformanceRequest } from './conformance-request.js';
export type { ProcessOptions } from './conversation.js';
export { DivergenceError } from './divergence.js';
export {
  type ConformanceStep,
  type Implementation,
  ImplementationError,
  type Observation,
  type Setup,
} from './implementation.js';
export { processImplementation } from './process.js';
