import { z } from 'zod';
import { name } from './name-schema.js';
import type { StatementDocument } from './statement.js';
import { statements } from './statement-schema.js';

/** A bound that keeps a mistyped number from asking for more states than any machine has. */
export const maximumCount = 64;

/** Each time is told apart from the others. */
const maximumTimes = 255;

const count = z
  .number()
  .int('expected a whole number')
  .min(1, 'expected at least 1')
  .max(maximumCount, `expected at most ${maximumCount}`)
  .optional()
  .describe('How many identical tasks there are of this kind; 1 when not given.');

/** What interrupts and timers have in common. There is no count: one of each comes to one CPU at a time. */
const interruption = {
  runs: statements.describe('What it does. It must not sleep.'),
  on: z
    .array(name)
    .min(1)
    .optional()
    .describe(
      'The tasks that it may interrupt; every task when not given. Where all sleep, nothing is interrupted.',
    ),
  times: z
    .number()
    .int('expected a whole number')
    .min(1, 'expected at least 1')
    .max(maximumTimes, `expected at most ${maximumTimes}`)
    .optional()
    .describe('How often it comes at most; without bound when not given.'),
};

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
  z
    .strictObject({
      kind: z.literal('idle'),
      runs: statements.optional().describe('What it does in each round of its loop, if anything.'),
      count,
    })
    .describe('The idle task of a CPU: it never sleeps, and interrupts come while it runs.'),
  z
    .strictObject({ kind: z.literal('worker'), count })
    .describe('A kernel thread that does the work items that are queued, one after the other.'),
  z
    .strictObject({ kind: z.literal('interrupt'), ...interruption })
    .describe(
      'An interrupt: what it does, it does on top of a task that is on its CPU, which waits meanwhile.',
    ),
  z
    .strictObject({ kind: z.literal('timer'), ...interruption })
    .describe('A timer: an interrupt that comes only if it was armed, sooner or later, and once.'),
]);

export type TaskDocument = z.infer<typeof task>;

/** How many tasks a document declares at once. */
export function countOf(task: TaskDocument): number {
  return 'count' in task ? (task.count ?? 1) : 1;
}

/** The body that a task has of its own. */
export function bodyOfTask(task: TaskDocument): StatementDocument[] {
  switch (task.kind) {
    case 'kthread':
    case 'interrupt':
    case 'timer':
      return task.runs;
    case 'idle':
      return task.runs ?? [];
    default:
      return [];
  }
}

/** The same task with another body of its own, if it has one. */
export function withBody(task: TaskDocument, body: StatementDocument[]): TaskDocument {
  switch (task.kind) {
    case 'kthread':
    case 'interrupt':
    case 'timer':
      return { ...task, runs: body };
    case 'idle':
      return task.runs === undefined ? task : { ...task, runs: body };
    default:
      return task;
  }
}
