/** From names to what they stand for: models, properties and formulas, as a file, a command line, a program or a thread gives them. */
export { modelsByName, type NamedModels, namesOf, propertiesByName } from './by-name.js';
export {
  type ModelChoice,
  type PropertyChoice,
  type ScenarioChoice,
  selectModel,
  selectProperty,
  selectScenario,
} from './choice.js';
export {
  type ModelOptions,
  type ModelSelection,
  selectModels,
  selectOneModel,
  selectProperties,
} from './command-line.js';
export { allModels, telling } from './default-models.js';
export { findModel } from './find-model.js';
export { findModels } from './find-models.js';
export { findProperty } from './find-property.js';
export { diagnoseModel, loadModelFile } from './load-model.js';
export { foundOrThrow, isUnknown } from './unknown-name.js';
