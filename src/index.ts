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
  type Change,
  type CheckReport,
  type CheckRequest,
  type CheckRunOptions,
  type Counterexample,
  type CycleReport,
  check,
  isVacuous,
  type Measure,
  meets,
  type NeverTaken,
  type Origin,
  type Progress,
  printMeasure,
  ReplayError,
  type TraceStep,
  type UnreachedStatement,
  type Verdict,
} from './check/index.js';
export {
  type Analysis,
  type Budget,
  type Parallelism,
  type ReductionName,
  type ReductionReport,
  type Requirements,
  reductionNames,
  type SearchOptions,
  type SearchResult,
  type StateGraph,
  type StatePredicate,
  type Statistics,
  type StepKind,
  type StopReason,
  search,
  unlimited,
} from './engine/index.js';
export * from './export/index.js';
export * from './fuzz/index.js';
export * from './livepatch/index.js';
export * from './logic/index.js';
export { loadModelFile } from './names/index.js';
export {
  type Diagnostic,
  type ErrorCode,
  findScenarioFiles,
  InputError,
  loadScenario,
  parseScenario,
  printDiagnostic,
  type Result,
  type Scenario,
  scenarioJsonSchema,
} from './scenario/index.js';
export * from './system/index.js';
export { klpcheckVersion } from './version.js';
