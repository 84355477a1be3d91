import { properties as shippedProperties } from '../../properties/index.js';
import type { ConsistencyModel, ModelInstance, Property } from '../livepatch/index.js';
import { findModel } from './find-model.js';
import { findProperty } from './find-property.js';
import { loadModels } from './load-models.js';
import { foundOrThrow } from './unknown-name.js';

/*
 * Models and properties are code, which cannot be sent to another thread: their names are. They were looked up before, so that
 * nothing of this can go wrong but by a file that has changed meanwhile.
 */

/** Models that were looked up, and the files of those that do not come with klpcheck. */
export interface FoundModels {
  readonly models: readonly ModelInstance[];
  readonly modelFiles?: ReadonlyMap<ConsistencyModel, string>;
}

/** Models in names, and the files of those that do not come with klpcheck. */
export interface NamedModels {
  readonly models: readonly string[];
  readonly modelFiles: readonly string[];
}

export function namesOf({ models, modelFiles }: FoundModels): NamedModels {
  return {
    models: models.map(({ name }) => name),
    modelFiles: [...new Set(modelFiles?.values() ?? [])],
  };
}

/** @throws InputError when there is none of that name */
export async function modelsByName({ models: names, modelFiles: files }: NamedModels): Promise<FoundModels> {
  const { knownModels, otherModels, modelFiles } = await loadModels(files);
  const known = [...knownModels, ...otherModels];
  return { models: names.map((name) => foundOrThrow(findModel(name, known), 'model')), modelFiles };
}

/** @throws InputError when there is none of that name */
export function propertiesByName(names: readonly string[]): readonly Property[] {
  return names.map((name) => foundOrThrow(findProperty(name, shippedProperties), 'property'));
}
