/** The property-based tester: random scenarios, each explored exhaustively. */
export type { Coverage } from './coverage.js';
export {
  type EnumerateOptions,
  type EnumerateRequest,
  type EnumerateResult,
  type EnumerateState,
  enumerate,
} from './enumerate.js';
export {
  type FoundScenario,
  type FuzzOptions,
  type FuzzRequest,
  type FuzzResult,
  fuzz,
  isStopped,
  scenariosByRun,
} from './fuzz.js';
export { defaultMaxStates, type Judged, type Judgement, type JudgingRequest, judge } from './judge.js';
export { tryRunsInThreads } from './parallel-runs.js';
export { type Bounds, countWithin, maximumFunctions, scenariosWithin } from './small-scope.js';
export { mergeSurveys, type Survey, type SurveyCell, surveyScenario, weakestAssumptions } from './survey.js';
export { type Target, type Trial, tryScenario } from './target.js';
