import { printValues } from './lookup.js';
import type { DataValues, PlainValues, Signature } from './scenario.js';

/** Whether data with the first values can hold all of the second ones. */
export function holdsAll(values: DataValues, all: DataValues): boolean {
  if (values.kind === 'reference') return all.kind === 'reference' && all.object === values.object;
  if (values.kind === 'names')
    return all.kind === 'names' && all.names.every((each) => values.names.includes(each));
  return all.kind === 'range' && all.low >= values.low && all.high <= values.high;
}

/** Whether arguments that are written for the one signature are those of the other. */
export function takesTheSame(one: Signature, other: Signature): boolean {
  return (
    one.text === other.text &&
    one.parameters.length === other.parameters.length &&
    one.parameters.every((each, index) => {
      const counterpart = other.parameters[index];
      return counterpart !== undefined && printValues(each) === printValues(counterpart);
    })
  );
}

/** Whether what the one returns can be used as what the other does. */
export function returnsTheSame({ returns: one }: Signature, { returns: other }: Signature): boolean {
  if (one === undefined || other === undefined) return one === other;
  return printValues({ values: one }) === printValues({ values: other });
}

/** All that data may hold that is no reference. */
export function valuesIn(values: PlainValues): readonly (string | number)[] {
  return values.kind === 'names'
    ? values.names
    : Array.from({ length: values.high - values.low + 1 }, (_, offset) => values.low + offset);
}
