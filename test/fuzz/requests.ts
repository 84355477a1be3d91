import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { unlimited } from '../../src/engine/index.js';
import { defaultMaxStates, type FuzzRequest } from '../../src/fuzz/index.js';
import type { ModelInstance, Property } from '../../src/livepatch/index.js';
import { findModel, findProperty, foundOrThrow } from '../../src/names/index.js';

export function modelOf(name: string): ModelInstance {
  return foundOrThrow(findModel(name, models), 'test');
}

export function propertyOf(name: string): Property {
  return foundOrThrow(findProperty(name, properties), 'test');
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
