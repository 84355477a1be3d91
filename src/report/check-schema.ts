import { z } from 'zod';

const count = z.number().int().min(0);

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

const result = z.object({
  scenario: z.string(),
  file: z.string(),
  model: z.string(),
  property: z.string(),
  verdict: z.enum(['holds', 'violated', 'inconclusive']),
  expected: z.enum(['holds', 'violated', 'vacuous', 'not-violated']).optional(),
  asExpected: z.boolean().optional().describe('Present where the scenario expects a verdict.'),
  vacuous: z
    .boolean()
    .optional()
    .describe('Present where it holds: true when only because nothing could happen.'),
  reason: z.string().optional().describe('Why it is vacuous or inconclusive.'),
  counterexample: z
    .object({ steps: z.array(step), stuckTasks: z.array(z.string()).optional() })
    .optional()
    .describe('A shortest run that violates the property.'),
  exhaustive: z.boolean().describe('Whether the search visited every reachable state.'),
  statistics: z
    .object({
      states: count.describe('Distinct states reached.'),
      transitions: count,
      depth: count,
      elapsedMs: z.number(),
      bytesPerState: z.number(),
    })
    .describe('Of the search that gave the verdict; all properties of a scenario and a model share one.'),
});

/** What `check --json` prints. Keys are only added within a version. */
export const checkSchema = z.object({
  schemaVersion: z.literal(1),
  klpcheckVersion: z.string(),
  results: z.array(result),
  unreached: z
    .array(
      z.object({
        scenario: z.string(),
        file: z.string(),
        model: z.string(),
        body: z.string(),
        statement: z.string(),
        line: count,
      }),
    )
    .describe('Statements that no reachable state executes.'),
  summary: z.object({
    cells: count,
    holds: count,
    vacuous: count,
    violated: count,
    inconclusive: count,
    asExpected: count,
    notAsExpected: count,
  }),
});

export type CheckDocument = z.infer<typeof checkSchema>;

/** The JSON Schema of what `check --json` prints (draft 2020-12). */
export function checkJsonSchema(): object {
  return { ...z.toJSONSchema(checkSchema), title: 'klpcheck check' };
}
