import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { findModel, findProperty, isUnknown } from '../../src/check/index.js';
import { unlimited } from '../../src/engine/index.js';
import { defaultMaxStates, type FuzzRequest } from '../../src/fuzz/index.js';
import type { ModelInstance, Property } from '../../src/livepatch/index.js';

export function modelOf(name: string): ModelInstance {
  const model = findModel(name, models);
  if (isUnknown(model)) throw new Error(model.message);
  return model as ModelInstance;
}

export function propertyOf(name: string): Property {
  const property = findProperty(name, properties, []);
  if (isUnknown(property)) throw new Error(property.message);
  return property as Property;
}

export const budget = { ...unlimited, maxStates: defaultMaxStates };

/** What is asked of a search under some models, for a property. */
export function requestOf(
  modelNames: readonly string[],
  property: string,
  more: Partial<FuzzRequest> = {},
): FuzzRequest {
  return {
    models: modelNames.map(modelOf),
    property: propertyOf(property),
    budget,
    runs: 100,
    seed: 1,
    assumptions: [],
    corpus: [],
    ...more,
  };
}
