/** Which parts of the state space need not be searched, and why the verdicts are the same. */
export { type Bits, has } from './access.js';
export type { AmpleCondition, AmpleLocation, AmpleSets } from './ample-sets.js';
export {
  canReduce,
  noReduction,
  planReductions,
  type ReductionName,
  type ReductionPlan,
  type ReductionReport,
  reductionNames,
} from './plan.js';
