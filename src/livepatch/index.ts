/** The vocabulary of live patching: what a consistency model and a property are, and how both meet a scenario. */

export { baselines, baselinesOf, type StaticKernel, staticKernelsOf } from './baselines.js';
export { hasMarkedBugs } from './bodies.js';
export {
  type CodeState,
  type CodeStates,
  latestReached,
  positionsOf,
  statesWith,
  type VersionedBody,
} from './code-states.js';
export { mostCompleted } from './completions.js';
export { type Composition, compose, observe } from './compose.js';
export { describeAssumption, describeFairness } from './fairness.js';
export { describeIrrelevance, formulaProperty } from './formula-property.js';
export { isKept, isMarked, neverFails, rememberedOf } from './marked-bugs.js';
export type { Mechanism } from './mechanism-rules.js';
export * from './model.js';
export { type ObjectFault, type ObjectFaultKind, objectFaultKinds } from './object-faults.js';
export type { ObjectUse } from './object-uses.js';
export * from './parts/index.js';
export {
  forSomeTask,
  mechanismOf,
  type Patcher,
  type PatcherStep,
  type Places,
  places,
  placesOf,
} from './patcher.js';
export * from './property.js';
export type { Answer, QuantityQuestion, Question } from './question.js';
export { statementOf } from './statement.js';
export { type ExecutedStatement, TaskTooLargeError } from './task-graph.js';
export { insideVersion, isFirstVersion, isInsideVersion } from './versions.js';
export * from './vocabulary.js';
export { type Woven, weave } from './weave.js';
