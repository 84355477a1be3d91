import { models as shippedModels } from '../../models/index.js';
import { properties as shippedProperties } from '../../properties/index.js';
import { findModel, findProperty, foundOrThrow, loadModelFile } from '../check/index.js';
import type { ConsistencyModel, Property } from '../livepatch/index.js';
import { InputError } from '../scenario/index.js';
import type { Target } from './target.js';

/*
 * Models and properties are code, which cannot be sent to another thread: their names are. They were looked up before, so that
 * nothing of this can go wrong but by a file that has changed meanwhile.
 */

/** @throws InputError when there is none of that name */
export async function modelsByName(
  names: readonly string[],
  modelFiles: readonly string[],
): Promise<Pick<Target, 'models' | 'modelFiles'>> {
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
