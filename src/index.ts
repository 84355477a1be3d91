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
 * All that is exported is listed in `docs/library.md`. Models and properties are written with `klpcheck/model`.
 *
 * @packageDocumentation
 */
export { models, otherModels } from '../models/index.js';
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
  type Budget,
  type Parallelism,
  type ReductionName,
  type ReductionReport,
  reductionNames,
  type Statistics,
  type StopReason,
  unlimited,
} from './engine/index.js';
export {
  type ConsistencyModel,
  instantiate,
  type ModelInstance,
  type Property,
  type Waker,
} from './livepatch/index.js';
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
  mayBeShorter,
  type NeverTaken,
  type Notice,
  ReplayError,
  type Run,
  type SatisfiedAssumption,
  type Stretch,
  type StuckRun,
  type TraceStep,
  type WorstCaseRun,
} from './replay/index.js';
export {
  type Diagnostic,
  type ErrorCode,
  type ExpectedVerdict,
  findScenarioFiles,
  InputError,
  loadScenario,
  parseScenario,
  printDiagnostic,
  type Result,
  type Scenario,
  scenarioJsonSchema,
} from './scenario/index.js';
export {
  OutOfRangeError,
  type State,
  type StateVariable,
  SystemDefinitionError,
  type Value,
} from './system/index.js';
