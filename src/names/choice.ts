import { models, otherModels } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import {
  type ConsistencyModel,
  formulaProperty,
  instantiate,
  type ModelInstance,
  type Property,
} from '../livepatch/index.js';
import { InputError, loadScenario, type Scenario } from '../scenario/index.js';
import { findModel } from './find-model.js';
import { findProperty } from './find-property.js';
import { foundOrThrow } from './unknown-name.js';

/* What a program may give by its name, where what it stands for would do as well. */

/** A parsed scenario, or the path of its file, which is relative to the working directory. */
export type ScenarioChoice = Scenario | string;

/**
 * A name such as `kgraft` or `kgraft:wake=nobody`; or a model, its parameters at their defaults; or a model with its
 * parameters fixed.
 */
export type ModelChoice = string | ConsistencyModel | ModelInstance;

/** The name of a property that ships, or of a formula that the scenario states; or a property. */
export type PropertyChoice = string | Property;

/**
 * @throws InputError when the file cannot be read, or is no scenario
 * @throws TypeError when it is something else, as where nobody checks types
 */
export async function selectScenario(choice: ScenarioChoice): Promise<Scenario> {
  if (typeof choice !== 'string') {
    if (typeof choice === 'object' && choice !== null && 'patch' in choice) return choice;
    throw new TypeError(
      'expected a scenario that was parsed (the `value` of a result), or the path of its file',
    );
  }
  const loaded = await loadScenario(choice);
  if (!loaded.ok) throw new InputError(loaded.diagnostics);
  return loaded.value;
}

/**
 * @param where what the name was given to, for the message
 * @throws InputError with the nearest name, when there is no model of that name
 */
export function selectModel(choice: ModelChoice, where: string): ModelInstance {
  if (typeof choice !== 'string') return 'rules' in choice ? instantiate(choice) : choice;
  return foundOrThrow(findModel(choice, [...models, ...otherModels]), where);
}

/**
 * @param where what the name was given to, for the message
 * @throws InputError with the nearest name, when there is no property and no formula of that name
 */
export function selectProperty(choice: PropertyChoice, { formulas }: Scenario, where: string): Property {
  if (typeof choice !== 'string') return choice;
  const stated = formulas.find(({ name }) => name === choice);
  if (stated) return formulaProperty(stated);
  const names = formulas.map(({ name }) => name);
  return foundOrThrow(findProperty(choice, properties, names), where);
}
