/** Which parts of the state space need not be searched, and why the verdicts are the same. */
export { type Bits, has } from './access.js';
export { type AmpleCondition, type AmpleLocation, type AmpleSets, findAmpleSets } from './ample.js';
export { interchangeableProcesses } from './interchangeable.js';
export {
  canReduce,
  noReduction,
  planReductions,
  type ReductionName,
  type ReductionPlan,
  type ReductionReport,
  reductionNames,
} from './plan.js';
