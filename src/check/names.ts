import {
  type ConsistencyModel,
  instantiate,
  type ModelInstance,
  type Property,
  wakers,
} from '../livepatch/index.js';
import { didYouMean, InputError, listNames } from '../scenario/index.js';

/** A name that could not be looked up: what was wrong, and what may have been meant. */
export interface UnknownName {
  readonly message: string;
  readonly hint?: string;
}

/**
 * Finds the model that a name such as `kgraft` or `kgraft:wake=nobody` stands for, its parameters fixed.
 */
export function findModel(name: string, models: readonly ConsistencyModel[]): ModelInstance | UnknownName {
  const [base = '', ...parameters] = name.split(':');
  const model = models.find((each) => each.name === base);
  const names = models.map((each) => each.name);
  if (!model) return unknown('model', base, names);
  let instance = instantiate(model);
  const given = new Set<string>();
  for (const parameter of parameters) {
    const [key = '', ...rest] = parameter.split('=');
    const value = rest.join('=');
    if (given.has(key)) return { message: `the parameter '${key}' is given twice in '${name}'` };
    given.add(key);
    const own = model.parameters ?? {};
    if (key === 'wake') {
      const wake = wakers.find((each) => each === value);
      if (!wake) return unknown('waker', value, wakers);
      instance = instantiate(model, wake, instance.parameters);
      continue;
    }
    const values = Object.hasOwn(own, key) ? own[key] : undefined;
    if (!values) return unknown(`parameter of ${model.name}`, key, ['wake', ...Object.keys(own)]);
    if (!values.includes(value)) return unknown(`value of ${key}`, value, values);
    instance = instantiate(model, instance.wake, { ...instance.parameters, [key]: value });
  }
  return instance;
}

export function findProperty(
  name: string,
  properties: readonly Property[],
  /** What else could have been meant. */
  alternatives: readonly string[] = [],
): Property | UnknownName {
  return (
    properties.find((each) => each.name === name) ??
    unknown('property', name, [...alternatives, ...properties.map((each) => each.name)])
  );
}

export function isUnknown(found: object): found is UnknownName {
  return 'message' in found;
}

/**
 * What was found.
 *
 * @param where what the name was given to, for the message
 * @throws InputError with the nearest name, when nothing was
 */
export function foundOrThrow<T extends object>(found: T | UnknownName, where: string): T {
  if (isUnknown(found)) throw new InputError([{ file: where, ...found }]);
  return found;
}

function unknown(what: string, name: string, known: readonly string[]): UnknownName {
  return {
    message: `unknown ${what} '${name}'`,
    hint: didYouMean(name, known) ?? `there is: ${listNames(known, 'none')}`,
  };
}
