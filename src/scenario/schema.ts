import { z } from 'zod';
import { dataDeclaration } from './data-schema.js';
import { functionDeclaration } from './function-schema.js';
import { locks } from './lock-schema.js';
import { line, name } from './name-schema.js';
import { objectSchema } from './object-schema.js';
import { expectedVerdicts } from './scenario.js';
import { lifecycle, onePatch, severalPatches } from './schema-of-patches.js';
import { statements } from './statement-schema.js';
import { task } from './task-schema.js';

/*
 * The scenario file, as a schema: what a document must look like before its names are looked up. The JSON Schema that
 * editors complete from is generated from it, so every key says what it is for.
 */

/** Far beyond what anybody reads; the parser of formulas recurs over them. */
const maximumFormulaLength = 4000;

const lines = z.string().regex(/^[\P{Cc}\s]*$/u, 'expected text without control characters');
/** A word for a property, numbers for a quantity. */
export const expectedSchema = z.union([
  z.enum(expectedVerdicts),
  z.literal('unbounded'),
  z.int().min(0),
  z.string().regex(/^\d+(\.\.(\d+|unbounded))?$/),
]);

const formula = z
  .string({ error: 'expected a formula, in quotes' })
  .regex(/^[\P{Cc}\s]*$/u, 'expected text without control characters')
  .max(maximumFormulaLength, `expected a formula of at most ${maximumFormulaLength} characters`);

const assumptions = z
  .array(
    z
      .string()
      .regex(
        /^[A-Za-z_][A-Za-z0-9_.-]*(\( *[A-Za-z_][A-Za-z0-9_.-]* *\))?$/,
        'expected a process, or steps of a process such as wakes-up(reader)',
      ),
  )
  .min(1);

export const scenarioSchema = z
  .strictObject({
    scenario: line.describe('What it is called, in a few words.'),
    summary: lines.optional().describe('What happens in it, in a sentence or two.'),
    source: lines.optional().describe('Where it comes from: a mail, a commit.'),
    locks: locks.optional().describe('Locks: a list of mutexes, or the kind of each.'),
    data: z.record(name, dataDeclaration).optional().describe('Variables with finitely many values.'),
    objects: z
      .record(name, objectSchema)
      .optional()
      .describe('Kinds of objects, which tasks make and free, and come to through references.'),
    events: z
      .array(name)
      .optional()
      .describe('Events: "wake" leaves one, "wait" sleeps until one is there and takes it.'),
    completions: z
      .array(name)
      .optional()
      .describe('Completions: "complete" counts up, "wait-for-completion" sleeps until it can count down.'),
    functions: z
      .record(name, functionDeclaration)
      .describe(
        'Patched functions have an old and a new body, or, where there are several patches, versions; others have one body.',
      ),
    modules: z
      .record(
        name,
        z.strictObject({
          functions: z.array(name).min(1).describe('The functions whose code is in it.'),
          initially: z
            .enum(['loaded', 'absent'])
            .optional()
            .describe('Whether it is loaded at first; it is, unless said.'),
        }),
      )
      .optional()
      .describe('Modules of the kernel, which tasks load and unload: "load M", "unload M".'),
    syscalls: z
      .record(name, statements)
      .optional()
      .describe('What a system call does, between entry and exit.'),
    work: z
      .record(name, statements)
      .optional()
      .describe('Work items, by what a worker does with each: "queue-work" queues one.'),
    tasks: z.record(name, task).describe('Who runs.'),
    patch: onePatch.optional(),
    patches: severalPatches.optional(),
    lifecycle: lifecycle.optional(),
    properties: z
      .record(name, formula)
      .optional()
      .describe(
        'Properties of infinite runs, by a name of their own: formulas of linear temporal logic, such as ' +
          '"[] (sleeping(t) -> <> running(t))". Atoms: in-transition, patched, unpatched, unloaded; running(t), sleeping(t), ' +
          'in-kernel(t), in-user-space(t), held(t), awaited(t), exited(t); inside-old(t), inside-old(t, f), ' +
          'inside-new(t), inside-new(t, f), inside(t, f, version); holds(t, L), waits-for(t, L); pending(E); is(D, value), is(D, value, t). ' +
          'A task t is writer, or writer.2 where there are several.',
      ),
    fairness: z
      .strictObject({
        weak: assumptions
          .optional()
          .describe(
            'Steps that are taken again and again, if from some time on they are possible all the time.',
          ),
        strong: assumptions
          .optional()
          .describe('Steps that are taken again and again, if they are possible again and again.'),
      })
      .optional()
      .describe(
        'What is assumed of infinite runs, besides what always is: a process (a task, or patcher), meaning all its ' +
          'steps, or steps of one, such as wakes-up(reader). Steps: enters-kernel, wakes-up, is-woken, acquires, ' +
          'leaves-loop, exits, is-interrupted; of the patcher: completes.',
      ),
    expect: z
      .record(z.string(), z.record(z.string(), expectedSchema))
      .optional()
      .describe(
        'By model, by property: the verdict that is right. "others" stands for those that are not named. By ' +
          'quantity: the worst case, a number or unbounded, or the best and the worst one, such as 2..9.',
      ),
  })
  .describe('A scenario: a workload, a patch for it, and the verdicts that are expected.');

export type ScenarioDocument = z.infer<typeof scenarioSchema>;

/** The JSON Schema of the scenario file (draft 2020-12), for editors. */
export function scenarioJsonSchema(): object {
  return {
    ...z.toJSONSchema(scenarioSchema, { io: 'input' }),
    title: 'klpcheck scenario',
  };
}
