import { z } from 'zod';
import { objectFaultKinds } from '../livepatch/index.js';

/** A natural number. */
export const count = z.number().int().min(0);

const step = z.object({
  task: z.string().describe('The process that takes the step.'),
  action: z.string().describe('What the step is called.'),
  location: z.string().describe('Where the task stands after it.'),
  line: count.optional().describe('The line of the scenario; absent for a step of the mechanism.'),
  column: count.optional(),
  changes: z
    .array(
      z.object({
        variable: z.string(),
        before: z.union([z.string(), z.number(), z.boolean()]),
        after: z.union([z.string(), z.number(), z.boolean()]),
      }),
    )
    .describe('The variables that it changes.'),
});

const task = z.string();
const tasks = z.array(z.string());
const value = z.union([z.string(), z.number(), z.boolean()]);
const often = z.enum(['always', 'sometimes']);

const atoms = z
  .array(z.object({ atom: z.string(), value: z.enum(['true', 'false', 'changing']) }))
  .describe('What the atoms of the formula are in the cycle.');

const held = z.object({ data: z.string(), value });

const notice = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('entered'),
      task,
      step: count.describe('The number of the step, from 1.'),
      functionName: z.string(),
      version: z.string().describe('old or new; of several patches, original or the name of one.'),
    })
    .describe('A task entered a body of a patched function.'),
  z
    .object({
      kind: z.literal('stands'),
      task,
      location: z.string(),
      circumstances: z.array(z.enum(['torn', 'wrong-signature', 'asleep'])),
    })
    .describe('Where a process stands at the end.'),
  z
    .object({
      kind: z.literal('assert-fails'),
      task,
      condition: z.string(),
      data: z.string(),
      value,
      others: z.array(held).optional().describe('Where the condition is about more data than one.'),
    })
    .describe('At the end, a task stands at an assert that is false.'),
  z
    .object({
      kind: z.literal('counter-leaves-range'),
      task,
      counter: z.string(),
      value,
      low: z.number().int(),
      high: z.number().int(),
      by: z.enum(['increment', 'decrement', 'complete', 'set']),
      to: z.string().optional().describe('The sum that it would be set to, as it is written.'),
      others: z.array(held).optional().describe('What the sum is of, besides the counter itself.'),
    })
    .describe('At the end, a task is about to move a counter out of its range.'),
  z
    .object({
      kind: z.literal('object-fault'),
      task,
      fault: z.enum(objectFaultKinds),
      name: z.string().describe('The reference, or the part of an object, as it is written.'),
      statement: z.string(),
    })
    .describe('At the end, a task is about to use memory that is not there, or to lose memory that is.'),
  z.object({ kind: z.literal('stuck'), tasks }).describe('These are stuck for ever.'),
  z
    .object({ kind: z.literal('cycle'), first: count, last: count })
    .describe('These steps are taken over and over.'),
  z.object({ kind: z.literal('rests'), after: count }).describe('After that step, nothing need happen.'),
  z.object({ kind: z.literal('atoms'), atoms }),
  z
    .object({ kind: z.literal('awaited'), tasks, when: often })
    .describe('The transition waits for these in the cycle.'),
  z
    .object({ kind: z.literal('never-arrives'), task })
    .describe('The transition waits for the task, which takes steps in the cycle, and never does its part.'),
  z
    .object({
      kind: z.literal('never-taken'),
      task,
      action: z.string(),
      from: z.string(),
      to: z.string(),
      subject: z.object({ kind: z.string(), name: z.string() }).optional(),
      enabled: often,
      voluntary: z.boolean(),
    })
    .describe('A step that could be taken in the cycle, and never is.'),
  z
    .object({ kind: z.literal('powerless'), task })
    .describe('A task that matters, and can take no step by itself in the cycle.'),
  z
    .object({
      kind: z.literal('out-of-reach'),
      property: z.string(),
      goal: z.string(),
      by: tasks.optional().describe('Present where only runs of these processes alone count.'),
    })
    .describe('From the end on, no run leads to the goal.'),
  z
    .object({
      kind: z.literal('counted'),
      unit: z.string(),
      count,
      first: count,
      last: count,
      ends: z.boolean(),
    })
    .describe('How much is counted in these steps, and whether what is measured ends.'),
  z.object({ kind: z.literal('grows'), unit: z.string() }).describe('In each round of the cycle, more.'),
  z.object({ kind: z.literal('endless') }).describe('What is measured lasts for ever.'),
]);

/** A run, as `check --json` and `explain --format json` give it. */
export const run = z.object({
  kind: z
    .enum(['finite', 'stuck', 'dead-end', 'lasso', 'worst-case'])
    .describe(
      'Ends where something bad happens; in a deadlock; where something is not possible any more; never; or is the worst case of a quantity.',
    ),
  steps: z.array(step),
  stuckTasks: z.array(z.string()).optional(),
  loopStart: count
    .optional()
    .describe(
      'Of a run without end: how many steps come before the cycle, which is the rest of the steps; if none is left, nothing happens any more.',
    ),
  cycle: z
    .object({
      fairness: z.array(
        z.object({
          task: z.string(),
          assumption: z.string(),
          because: z.string(),
          possible: z.boolean(),
        }),
      ),
      neverTaken: z.array(
        z.object({
          task: z.string(),
          action: z.string(),
          enabled: z.enum(['always', 'sometimes']),
          voluntary: z.boolean(),
        }),
      ),
      awaited: z.array(z.string()).describe('The tasks that the transition waits for all the time.'),
      awaitedAtTimes: z.array(z.string()).describe('Those that it waits for now and then.'),
      mentioned: z.array(z.string()).describe('The tasks that the formula names.'),
      atoms,
    })
    .optional()
    .describe('Why the cycle is fair, and which steps could be taken in it and never are.'),
  mayBeShorter: z
    .literal(true)
    .optional()
    .describe(
      'Present where there may be a shorter run: it was found with reductions, or a shortest cycle was too much to look for.',
    ),
  remark: z
    .string()
    .optional()
    .describe('In words: what is not possible any more, or why a worst case is one.'),
  notices: z
    .array(notice)
    .describe('What there is to notice in the run, as data: what the other reports tell in sentences.'),
});
