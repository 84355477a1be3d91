/** Scenario x consistency model x property -> verdict. */
export { type CheckOptions, type Column, checkModel } from './check.js';
export { type Decision, decide, type Evidence } from './decide.js';
export { rejectMarkedBugs } from './marked-bugs.js';
export {
  type CheckReport,
  type CheckRequest,
  type CheckRunOptions,
  check,
  checkColumn,
  type Plan,
  type Progress,
  plan,
} from './run.js';
export type { Reductions, Search } from './searches.js';
export {
  type Cell,
  isVacuous,
  type Measure,
  measureSymbols,
  meets,
  type Origin,
  printMeasure,
  type UnreachedStatement,
  type Verdict,
} from './verdict.js';
