import { z } from 'zod';
import { name } from './name-schema.js';
import { lockKinds } from './scenario.js';

/** Beyond what a search comes to the end of. */
const maximumHolders = 64;

const lock = z.union([
  z.enum(lockKinds),
  z
    .strictObject({
      kind: z.literal('semaphore'),
      count: z
        .int('expected a whole number')
        .min(1, 'expected at least 1')
        .max(maximumHolders, `expected at most ${maximumHolders}`)
        .optional()
        .describe('How many may have it at a time; 1 when not given.'),
    })
    .describe('A semaphore, which several may have at a time.'),
  z
    .strictObject({
      kind: z.enum(['mutex', 'spinlock']),
      'handed-over': z
        .boolean()
        .optional()
        .describe('Whether, once somebody waits for it, only those that wait can get it.'),
    })
    .describe('A lock that may be handed over to those that wait.'),
]);

export const locks = z.union([z.array(name), z.record(name, lock)]);
