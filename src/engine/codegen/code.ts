import { type Field, maskOf } from '../packing/index.js';

/** A truth value that is known beforehand, or JavaScript source of a condition. */
export type ConditionCode = boolean | string;

/** A number that is known beforehand, or JavaScript source of one. */
export type NumberCode = number | string;

export function conjunction(conditions: readonly ConditionCode[]): ConditionCode {
  return combine(conditions, '&&', true);
}

export function disjunction(conditions: readonly ConditionCode[]): ConditionCode {
  return combine(conditions, '||', false);
}

export function negation(condition: ConditionCode): ConditionCode {
  return typeof condition === 'boolean' ? !condition : `!${condition}`;
}

/** @param neutral the value of an operand that does not matter; the other one decides */
function combine(conditions: readonly ConditionCode[], operator: string, neutral: boolean): ConditionCode {
  if (conditions.includes(!neutral)) return !neutral;
  const [first, ...others] = conditions.filter((each) => each !== neutral);
  if (first === undefined) return neutral;
  return others.length === 0 ? first : `(${[first, ...others].join(` ${operator} `)})`;
}

/** Reads a field of the state whose words are in `w0`, `w1`, …. */
export function readField({ word, shift, bits }: Field): NumberCode {
  if (bits === 0) return 0;
  return shift === 0 ? `(w${word} & ${maskOf(bits)})` : `(w${word} >>> ${shift} & ${maskOf(bits)})`;
}
