import { properties as shippedProperties } from '../../properties/index.js';
import { instantiate, type ModelInstance, type Property, type Waker } from '../livepatch/index.js';
import { InputError, type Scenario } from '../scenario/index.js';
import { findModel } from './find-model.js';
import { findProperty } from './find-property.js';
import { type KnownModels, loadModels } from './load-models.js';
import { foundOrThrow } from './unknown-name.js';

/* What a command line names. */

/** The options by which commands choose models. */
export interface ModelOptions {
  readonly model?: readonly string[];
  readonly modelFile?: readonly string[];
  readonly wake?: Waker;
}

/** The models that are known, and those of them that are wanted: absent where nobody has chosen. */
export interface ModelSelection extends KnownModels {
  readonly models?: readonly ModelInstance[];
}

/** @throws InputError when a name is unknown, or a model file wrong */
export async function selectModels({ model, modelFile = [], wake }: ModelOptions): Promise<ModelSelection> {
  const known = await loadModels(modelFile);
  if (model === undefined && wake === undefined) return known;
  const decided = wake && model?.find((name) => name.includes(':wake='));
  if (decided)
    throw new InputError([
      { file: '--wake', code: 'invalid-option', message: `'${decided}' says already who wakes` },
    ]);
  const chosen =
    model?.map((name) => foundOrThrow(findModel(name, known.knownModels), '--model')) ??
    known.knownModels.map((each) => instantiate(each));
  return {
    ...known,
    models: wake ? chosen.map((each) => instantiate(each.model, wake, each.parameters)) : chosen,
  };
}

/** The properties that are known, and those of them that are wanted, and the names of the formulas: absent where nobody has chosen. */
export interface PropertySelection {
  readonly knownProperties: readonly Property[];
  readonly properties?: readonly Property[];
  readonly formulas?: readonly string[];
}

/**
 * The properties that are known, and those of them, and of the formulas that the scenarios state, that are wanted.
 *
 * @throws InputError when a name is unknown
 */
export function selectProperties(
  names: readonly string[] | undefined,
  scenarios: readonly Scenario[],
): PropertySelection {
  if (names === undefined) return { knownProperties: shippedProperties };
  const stated = scenarios.flatMap(({ formulas }) => formulas.map(({ name }) => name));
  const formulas = names.filter((name) => stated.includes(name));
  const properties = names
    .filter((name) => !formulas.includes(name))
    .map((name) => foundOrThrow(findProperty(name, shippedProperties, stated), '--property'));
  return { knownProperties: shippedProperties, properties, formulas };
}
