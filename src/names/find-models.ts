import { type ConsistencyModel, type ModelInstance, wakers } from '../livepatch/index.js';
import { findModel } from './find-model.js';
import { isComposed, partCount } from './find-point.js';
import { isUnknown, type UnknownName, unknown } from './unknown-name.js';

/**
 * Finds the models that a list of names stands for, such as `klp,kpatch`; a name may be a pattern, in what it is called or in
 * the values of its parameters: `kgraft*`, `klp:kernel=*`. Of what fits several times, there is one.
 */
export function findModels(
  text: string,
  models: readonly ConsistencyModel[],
): readonly ModelInstance[] | UnknownName {
  const found = new Map<string, ModelInstance>();
  for (const name of namesIn(text)) {
    const fitting = isPattern(name) ? findFitting(name, models) : [findModel(name, models)];
    if (isUnknown(fitting)) return fitting;
    for (const each of fitting) {
      if (isUnknown(each)) return each;
      found.set(each.name, each);
    }
  }
  return [...found.values()];
}

/** The names of a list. The commas of `leave=kernel,switch=thread,gather=lazy` are its own: all parts in a row are one model. */
function namesIn(text: string): readonly string[] {
  const names: string[] = [];
  let partsMissing = 0;
  for (const piece of text.split(',').map((each) => each.trim())) {
    const [base = '', ...parameters] = piece.split(':');
    if (partsMissing > 0 && isComposed(base)) {
      names.push(`${names.pop()},${piece}`);
      partsMissing -= 1;
    } else {
      names.push(piece);
      partsMissing = isComposed(base) ? partCount - 1 : 0;
    }
    // Parameters stand behind the last part.
    if (parameters.length > 0) partsMissing = 0;
  }
  return names;
}

function isPattern(name: string): boolean {
  return /[*?]/.test(name);
}

function findFitting(
  name: string,
  models: readonly ConsistencyModel[],
): readonly ModelInstance[] | UnknownName {
  const [base = '', ...parameters] = name.split(':');
  const called = models.filter((model) => fits(model.name, base));
  const [first, ...others] = called.filter((model) =>
    parameters.every((parameter) => valuesOf(model, keyOf(parameter)) !== undefined),
  );
  const nearest = first ?? called[0];
  if (nearest === undefined)
    return unknown(
      'model',
      base,
      models.map((model) => model.name),
    );
  const found = (first ? [first, ...others] : []).flatMap((model) =>
    combinations(parameters.map((parameter) => fitting(model, parameter))).map((chosen) =>
      findModel([model.name, ...chosen].join(':'), models),
    ),
  );
  const good = found.flatMap((each) => (isUnknown(each) ? [] : [each]));
  if (good.length > 0) return good;
  // What is wrong is wrong with the first too, whichever of the values that fit it has.
  const written = parameters.map((parameter) => fitting(nearest, parameter)[0] ?? parameter);
  const fault = findModel([nearest.name, ...written].join(':'), models);
  return isUnknown(fault) ? fault : [];
}

/** A parameter with each of the values that fit what is written. */
function fitting(model: ConsistencyModel, parameter: string): readonly string[] {
  const key = keyOf(parameter);
  const value = parameter.slice(key.length + 1);
  return (valuesOf(model, key) ?? []).filter((each) => fits(each, value)).map((each) => `${key}=${each}`);
}

function keyOf(parameter: string): string {
  return parameter.split('=', 1)[0] ?? '';
}

function valuesOf({ parameters = {} }: ConsistencyModel, key: string): readonly string[] | undefined {
  if (key === 'wake') return wakers;
  return Object.hasOwn(parameters, key) ? parameters[key] : undefined;
}

/** One of each, in all ways: the last changes first. */
function combinations(choices: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return choices.reduce<readonly (readonly string[])[]>(
    (chosen, values) => chosen.flatMap((each) => values.map((value) => [...each, value])),
    [[]],
  );
}

/** Whether a name fits a pattern, in which `*` stands for any characters, and `?` for one. */
function fits(name: string, pattern: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`).test(name);
}
