import { z } from 'zod';
import { dataValue, maximumRange, rangeOfIntegers } from './data-schema.js';
import { name } from './name-schema.js';

/** Each has variables of its own for all that it has. */
const maximumObjects = 16;

const counted = (least: number) =>
  z
    .number()
    .int('expected a whole number')
    .min(least, `expected at least ${least}`)
    .max(maximumObjects, `expected at most ${maximumObjects}`);

const values = z.union([
  z.array(dataValue).min(1).describe('Its values; the first is the initial one.'),
  rangeOfIntegers.describe('A counter in a range, such as 0..3; it starts at the low end.'),
]);

const field = z.union([
  ...values.options,
  z.strictObject({ values, initial: dataValue.optional() }).describe('A field with its values spelled out.'),
  z
    .strictObject({ 'refers-to': name.describe('The kind of the objects that it may name.') })
    .describe('A reference to an object, or to none, which it is at first.'),
]);

/** A kind of objects. */
export const objectSchema = z
  .strictObject({
    count: counted(1).optional().describe('How many there may be at a time; 1 when not given.'),
    initially: counted(0)
      .optional()
      .describe('How many of them there are from the beginning; none when not given.'),
    fields: z
      .record(name, field)
      .optional()
      .describe('What each of them has: "sk->state" is the field state of the object that sk refers to.'),
    locks: z
      .union([z.array(name), z.record(name, z.enum(['mutex', 'spinlock']))])
      .optional()
      .describe('Locks, of which each of them has its own: "lock sk->lock".'),
    shadow: z
      .record(name, values)
      .optional()
      .describe('Shadow variables, by their ids: what "shadow-alloc sk->id" attaches to an object.'),
    refcount: z
      .number()
      .int('expected a whole number')
      .min(1, 'expected at least 1')
      .max(maximumRange - 1, `expected at most ${maximumRange - 1}`)
      .optional()
      .describe(
        'How high its reference count goes, if it is counted: "new" makes it 1, and "put" frees the object at 0.',
      ),
  })
  .describe('A kind of objects.');

export type ObjectDocument = z.infer<typeof objectSchema>;
