/** The scenario file: its schema, errors with line and column, and what it says once names are looked up. */

export { comparisonsOf, opposite, printCondition, printOperand } from './condition.js';
export * from './diagnostic.js';
export { parseDocumentOf } from './document.js';
export { type ErrorCode, errorDescriptions } from './error-code.js';
export { isExpectedValue } from './expected-value.js';
export * from './lifecycle.js';
export { findScenarioFiles, loadOneScenario, loadScenario, loadScenarios, readScenarioText } from './load.js';
export { parseScenario, resolveDocument } from './parse.js';
export { locksOf } from './parse-locks.js';
export { earliestOf, parametersOf } from './parse-signature.js';
export * from './patch.js';
export * from './scenario.js';
export { type ScenarioDocument, scenarioJsonSchema } from './schema.js';
export { holdsAll, returnsTheSame, takesTheSame, valuesIn } from './signature.js';
export * from './statement.js';
export { printStatement, visitStatements } from './statement-operations.js';
export { hasUserSpace, isInterrupt, ownBody } from './task-kinds.js';
export { bodyOfTask, countOf, type TaskDocument, withBody } from './task-schema.js';
