import { z } from 'zod';
import { name } from './name-schema.js';
import { earlierPatches } from './patch.js';
import { statements } from './statement-schema.js';

/* Of the scenario file: what one patch, or several, make of functions, and what becomes of them. */

export const severalPatches = z
  .record(
    name,
    z.strictObject({
      replace: z
        .boolean()
        .optional()
        .describe('Whether it takes the place of all patches that are enabled (atomic replace).'),
      reversed: z
        .boolean()
        .optional()
        .describe('Whether a transition of it may be reversed before it is finished.'),
      order: z.array(name).optional().describe('The order in which it lists its functions.'),
    }),
  )
  .describe('Several patches, by name, the earliest first; instead of "patch".');

export const lifecycle = z
  .array(z.string({ error: 'expected text, such as "enable first"' }))
  .min(1)
  .describe(
    'What is done with the patches, one after the other: "enable first", "disable first". Each is enabled in turn when not given.',
  );

const callbacks = z
  .strictObject({
    'pre-patch': statements
      .optional()
      .describe('Before the functions are redirected. "fail" in it refuses the patch.'),
    'post-patch': statements.optional().describe('When every task is patched.'),
    'pre-unpatch': statements.optional().describe('Before the patch is disabled.'),
    'post-unpatch': statements.optional().describe('When every task is unpatched again.'),
  })
  .describe('What the patcher runs besides, as statements, under models that have callbacks.');

export const onePatch = z
  .strictObject({
    order: z.array(name).optional().describe('The order in which the patch lists its functions.'),
    earlier: z
      .enum(earlierPatches)
      .optional()
      .describe(
        'That the old bodies are those of an earlier patch, on which this one is stacked, or which it replaces: then its code is freed.',
      ),
    removed: z.boolean().optional().describe('Whether the patch is taken out again after it was put in.'),
    reversed: z
      .boolean()
      .optional()
      .describe(
        'Whether the transition into the patch may be reversed, once, before it is finished: the patcher changes its mind.',
      ),
    callbacks: callbacks.optional(),
    mutex: name
      .optional()
      .describe('The lock, of those that are declared, under which the patcher works: klp_mutex.'),
  })
  .describe('What becomes of the patch.');
