/** Random scenarios, for fast-check: well-formed patches and workloads that shrink to what a person reads in a minute. */
export { arbitraryScenario } from './arbitrary-scenario.js';
export {
  type Assumption,
  type AssumptionName,
  assumptionNames,
  assumptions,
  satisfies,
} from './assumptions.js';
export { printScenario } from './print.js';
export { readingSize, simplerScenarios } from './simpler.js';
export { defaultSize, type ScenarioSize } from './size.js';
export { arbitraryBody, type BodyDocument, type Vocabulary } from './statements.js';
export { tidy } from './tidy.js';
export { allStatements, bodiesOf, isPatched, reachedFrom } from './walk.js';
