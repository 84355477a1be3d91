import {
  type ConsistencyModel,
  type Coordinates,
  gathers,
  isPoint,
  leaves,
  modelAt,
  switches,
  whyNotAPoint,
} from '../livepatch/index.js';
import { type UnknownName, unknown } from './unknown-name.js';

const parts = { leave: leaves, switch: switches, gather: gathers } as const;

export const partCount = Object.keys(parts).length;

/** Whether a name gives a model by its parts: `leave=patched-set,switch=thread,gather=lazy`. */
export function isComposed(name: string): boolean {
  return name.includes('=');
}

/** The model with the parts that a name gives, in any order. */
export function findComposed(name: string): ConsistencyModel | UnknownName {
  const given = new Map<string, string>();
  for (const each of name.split(',')) {
    const [key = '', ...rest] = each.split('=');
    if (!Object.hasOwn(parts, key)) return unknown('part of a model', key, Object.keys(parts));
    if (given.has(key)) return { code: 'invalid-option', message: `'${key}' is given twice in '${name}'` };
    given.set(key, rest.join('='));
  }
  const leave = valueGiven('leave', leaves, given);
  if (typeof leave === 'object') return leave;
  const unit = valueGiven('switch', switches, given);
  if (typeof unit === 'object') return unit;
  const gather = valueGiven('gather', gathers, given);
  if (typeof gather === 'object') return gather;
  const coordinates: Coordinates = { leave, switch: unit, gather };
  return isPoint(coordinates)
    ? modelAt(coordinates)
    : { code: 'invalid-option', message: `'${name}' makes no sense: ${whyNotAPoint(coordinates)}` };
}

function valueGiven<V extends string>(
  key: string,
  values: readonly V[],
  given: ReadonlyMap<string, string>,
): V | UnknownName {
  const value = given.get(key);
  if (value === undefined)
    return {
      code: 'invalid-option',
      message: `a model by its parts needs '${key}=' too`,
      hint: `there is: ${values.join(', ')}`,
    };
  return values.find((each) => each === value) ?? unknown(`value of ${key}`, value, values);
}
