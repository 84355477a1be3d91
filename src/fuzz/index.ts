/** The property-based tester: random scenarios, each explored exhaustively. */
export { baselines } from './baselines.js';
export type { Coverage } from './coverage.js';
export { tryRunsInThreads } from './crew.js';
export {
  type FoundScenario,
  type FuzzOptions,
  type FuzzRequest,
  type FuzzResult,
  fuzz,
  scenarioOfRun,
} from './fuzz.js';
export { defaultMaxStates, type Judged, type Judgement, judge } from './judge.js';
export { type Target, type Trial, tryScenario } from './target.js';
