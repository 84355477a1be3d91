import { z } from 'zod';
import { name } from './name-schema.js';
import { statements } from './statement-schema.js';

/** A bound that keeps a mistyped number from asking for more states than any machine has. */
export const maximumCount = 64;

const count = z
  .number()
  .int('expected a whole number')
  .min(1, 'expected at least 1')
  .max(maximumCount, `expected at most ${maximumCount}`)
  .optional()
  .describe('How many identical tasks there are of this kind; 1 when not given.');

export const task = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('user'),
      runs: z.array(name).min(1).describe('The system calls that it makes, in this order.'),
      repeat: z
        .enum(['forever', 'once'])
        .optional()
        .describe('Whether it starts over after the last one (the default), or exits.'),
      count,
    })
    .describe('A user task: it makes system calls, and may stay in user space for as long as it likes.'),
  z
    .strictObject({
      kind: z.literal('kthread'),
      runs: statements.describe(
        'The body of its main loop. Safe points stand here, or in a function it calls.',
      ),
      count,
    })
    .describe('A kernel thread: it has no user space, and takes no signals; a wake-up only ends its sleep.'),
  z
    .strictObject({
      kind: z.literal('cpu-hog'),
      timer: z
        .boolean()
        .optional()
        .describe('Whether the timer interrupts it now and then, after which it returns to user space.'),
      count,
    })
    .describe(
      'A user task that never makes a system call: it stays in user space until something interrupts it.',
    ),
  z
    .strictObject({
      kind: z.literal('signaller'),
      signals: z
        .array(name)
        .min(1)
        .optional()
        .describe('The tasks that it signals; every user task when not given.'),
      count,
    })
    .describe('A user task whose system call sends a signal to one task after the other.'),
]);

export type TaskDocument = z.infer<typeof task>;
