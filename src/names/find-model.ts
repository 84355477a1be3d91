import { type ConsistencyModel, instantiate, type ModelInstance, wakers } from '../livepatch/index.js';
import { findComposed, isComposed } from './find-point.js';
import { isUnknown, type UnknownName, unknown } from './unknown-name.js';

/**
 * Finds the model that a name such as `kgraft`, `kgraft:wake=nobody` or `leave=kernel,switch=thread,gather=lazy` stands for, its
 * parameters fixed.
 */
export function findModel(name: string, models: readonly ConsistencyModel[]): ModelInstance | UnknownName {
  const [base = '', ...parameters] = name.split(':');
  const model = modelOf(base, models);
  if (isUnknown(model)) return model;
  let instance = instantiate(model);
  const given = new Set<string>();
  for (const parameter of parameters) {
    const [key = '', ...rest] = parameter.split('=');
    const value = rest.join('=');
    if (given.has(key))
      return { code: 'invalid-option', message: `the parameter '${key}' is given twice in '${name}'` };
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

function modelOf(base: string, models: readonly ConsistencyModel[]): ConsistencyModel | UnknownName {
  if (isComposed(base)) return findComposed(base);
  return (
    models.find(({ name }) => name === base) ??
    unknown(
      'model',
      base,
      models.map(({ name }) => name),
    )
  );
}
