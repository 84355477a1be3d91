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
  check,
  isVacuous,
  type Measure,
  meets,
  type Origin,
  type Progress,
  printMeasure,
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
  type Change,
  type Counterexample,
  type CycleReport,
  cycleOf,
  type DeadEndRun,
  type FairnessReason,
  type FiniteRun,
  type LassoRun,
  loopStartOf,
  type NeverTaken,
  type Notice,
  ReplayError,
  type Run,
  type SatisfiedAssumption,
  type StuckRun,
  type TraceStep,
  type WorstCaseRun,
} from './replay/index.js';
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
