import { z } from 'zod';
import { name } from './name-schema.js';

/** A bound that keeps a mistyped number from asking for more states than any machine has. */
export const maximumRange = 1024;

/** Statements are split at spaces, so no statement could name a value that has one. */
const dataName = z.string().regex(/^[^\s\p{Cc}]+$/u, 'expected a name without spaces');
export const rangeOfIntegers = z
  .string()
  .regex(/^-?\d+\.\.-?\d+$/, 'expected a range of integers such as 0..3');
/** YAML reads `0` as a number and `true` as a truth value; as a value of data, both are names. */
export const dataValue = z
  .union([dataName, z.number(), z.boolean()])
  .describe('A value of shared data: a name or a number.');

/** What data may hold that is no reference. */
export const dataValues = z.union([z.array(dataValue).min(1), rangeOfIntegers]);

const per = z.literal('task').optional().describe('Each task has its own: a local variable, an open file.');

export const dataDeclaration = z.union([
  z.array(dataValue).min(1).describe('Its values; the first is the initial one.'),
  rangeOfIntegers.describe('A counter in a range, such as 0..3; it starts at the low end.'),
  z
    .strictObject({
      values: dataValues,
      initial: dataValue.optional(),
      per,
    })
    .describe('Data with its values spelled out.'),
  z
    .strictObject({ 'refers-to': name.describe('The kind of the objects that it may name.'), per })
    .describe('A reference to an object, or to none, which it is at first.'),
]);

export type DataDocument = z.infer<typeof dataDeclaration>;
