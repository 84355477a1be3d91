import { models as shippedModels } from '../../models/index.js';
import { properties as shippedProperties } from '../../properties/index.js';
import { findModel, findProperty, foundOrThrow, loadModelFile } from '../check/index.js';
import type { ConsistencyModel, Property } from '../livepatch/index.js';
import { InputError } from '../scenario/index.js';
import type { JudgingRequest } from './judge.js';

type Models = Pick<JudgingRequest, 'models' | 'modelFiles'>;

/*
 * Models and properties are code, which cannot be sent to another thread: their names are. They were looked up before, so that
 * nothing of this can go wrong but by a file that has changed meanwhile.
 */

/** Models in names, and the files of those that do not come with klpcheck. */
export interface NamedModels {
  readonly models: readonly string[];
  readonly modelFiles: readonly string[];
}

export function namesOf({ models, modelFiles }: Models): NamedModels {
  return {
    models: models.map(({ name }) => name),
    modelFiles: [...new Set(modelFiles?.values() ?? [])],
  };
}

/** @throws InputError when there is none of that name */
export async function modelsByName({ models: names, modelFiles }: NamedModels): Promise<Models> {
  const known: ConsistencyModel[] = [...shippedModels];
  const fileOf = new Map<ConsistencyModel, string>();
  for (const file of modelFiles) {
    const loaded = await loadModelFile(file);
    if (!loaded.ok) throw new InputError(loaded.diagnostics);
    known.push(...loaded.value);
    for (const model of loaded.value) fileOf.set(model, file);
  }
  return {
    models: names.map((name) => foundOrThrow(findModel(name, known), 'model')),
    modelFiles: fileOf,
  };
}

/** @throws InputError when there is none of that name */
export function propertiesByName(names: readonly string[]): readonly Property[] {
  return names.map((name) => foundOrThrow(findProperty(name, shippedProperties), 'property'));
}
