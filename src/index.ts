/**
 * The public API of klpcheck.
 *
 * ```ts
 * import { check, loadScenario, models, properties } from 'klpcheck';
 *
 * const scenario = await loadScenario('scenarios/hazards/lock-order.yaml');
 * if (scenario.ok) {
 *   const report = await check({ scenarios: [scenario.value], knownModels: models, knownProperties: properties });
 * }
 * ```
 *
 * @packageDocumentation
 */
export { models } from '../models/index.js';
export { properties } from '../properties/index.js';
export {
  type Cell,
  type CheckReport,
  type CheckRequest,
  type CheckRunOptions,
  type Counterexample,
  check,
  findScenarioFiles,
  loadModelFile,
  loadScenario,
  type Progress,
  ReplayError,
  type TraceStep,
  type UnreachedStatement,
  type Verdict,
} from './check/index.js';
export {
  type Budget,
  type Requirements,
  type SearchOptions,
  type SearchResult,
  type Statistics,
  type StopReason,
  search,
  unlimited,
} from './engine/index.js';
export * from './livepatch/index.js';
export * from './logic/index.js';
export {
  type Diagnostic,
  InputError,
  parseScenario,
  printDiagnostic,
  type Result,
  type Scenario,
  scenarioJsonSchema,
} from './scenario/index.js';
export * from './system/index.js';
export { klpcheckVersion } from './version.js';
