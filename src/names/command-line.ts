import { properties as shippedProperties } from '../../properties/index.js';
import {
  type ConsistencyModel,
  instantiate,
  type ModelInstance,
  type Property,
  type Waker,
} from '../livepatch/index.js';
import { InputError, type Scenario } from '../scenario/index.js';
import { findModels } from './find-models.js';
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

/**
 * @param byDefault those to take where nobody has named any, and something else of them is chosen
 * @throws InputError when a name is unknown, or a model file wrong
 */
export async function selectModels(
  { model, modelFile = [], wake }: ModelOptions,
  byDefault: (known: KnownModels) => readonly ConsistencyModel[] = ({ knownModels }) => knownModels,
): Promise<ModelSelection> {
  const known = await loadModels(modelFile);
  if (model === undefined && wake === undefined) return known;
  const decided = wake && model?.find((name) => name.includes(':wake='));
  if (decided)
    throw new InputError([
      { file: '--wake', code: 'invalid-option', message: `'${decided}' says already who wakes` },
    ]);
  const chosen =
    model?.flatMap((name) =>
      foundOrThrow(findModels(name, [...known.knownModels, ...known.otherModels]), '--model'),
    ) ?? byDefault(known).map((each) => instantiate(each));
  return {
    ...known,
    models: wake ? chosen.map((each) => instantiate(each.model, wake, each.parameters)) : chosen,
  };
}

/** The same for a command that takes one model. */
export async function selectOneModel({
  model,
  ...options
}: Omit<ModelOptions, 'model'> & { readonly model: string }): Promise<
  KnownModels & { readonly models: readonly [ModelInstance] }
> {
  const { models = [], ...known } = await selectModels({ ...options, model: [model] });
  const [first, ...more] = models;
  if (first === undefined || more.length > 0)
    throw new InputError([
      {
        file: '--model',
        code: 'invalid-option',
        message: `expected one model, not ${models.map(({ name }) => `'${name}'`).join(' and ')}`,
      },
    ]);
  return { ...known, models: [first] };
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
