import type { Property } from '../livepatch/index.js';
import { type UnknownName, unknown } from './unknown-name.js';

/** @param alternatives what else could have been meant */
export function findProperty(
  name: string,
  properties: readonly Property[],
  alternatives: readonly string[] = [],
): Property | UnknownName {
  return (
    properties.find((each) => each.name === name) ??
    unknown('property', name, [...alternatives, ...properties.map((each) => each.name)])
  );
}
