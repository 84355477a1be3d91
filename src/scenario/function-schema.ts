import { z } from 'zod';
import { dataValues } from './data-schema.js';
import { line, name } from './name-schema.js';
import { statements } from './statement-schema.js';

const reference = z.strictObject({ 'refers-to': name }).describe('A reference to an object.');

const signature = z
  .strictObject({
    parameters: z
      .record(name, z.union([dataValues, reference]))
      .optional()
      .describe('By name, in the order of a call: the values of each argument, or what it refers to.'),
    returns: dataValues.optional().describe('The values that it may return.'),
  })
  .describe('What a function takes, by value, and what it returns.');
const signatureOrText = z.union([signature, line]);

const patchedFunction = z
  .strictObject({
    old: statements.describe('The body before the patch.'),
    new: statements.describe('The body after it.'),
    signature: z
      .union([z.strictObject({ old: signatureOrText, new: signatureOrText }), signature])
      .optional()
      .describe(
        'Its parameters and what it returns; before and after, where the patch changes that. Or only how a call ' +
          'is written: "f(x)", "f(x, len)".',
      ),
  })
  .describe('A function that the patch replaces.');

const unpatchedFunction = z
  .strictObject({ body: statements.describe('The body.'), signature: signature.optional() })
  .describe('A function that the patch leaves as it is.');

const versionedFunction = z
  .strictObject({
    versions: z
      .record(name, statements)
      .describe(
        'The body before any patch, as "original", and one by the name of each patch that changes it.',
      ),
    signature: z
      .union([signature, z.record(name, line)])
      .optional()
      .describe(
        'Of all versions; or how a call is written, of "original" and of each version that changes that.',
      ),
  })
  .describe('A function that one of several patches replaces, or each of them.');

export const functionDeclaration = z.union([
  patchedFunction,
  versionedFunction,
  unpatchedFunction,
  statements,
]);

export type FunctionDocument = z.infer<typeof functionDeclaration>;
export type SignatureDocument = z.infer<typeof signatureOrText>;
