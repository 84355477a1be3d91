import { z } from 'zod';
import { severities } from '../livepatch/index.js';
import { count, run } from './run-schema.js';

const result = z.object({
  scenario: z.string(),
  file: z.string(),
  model: z.string(),
  property: z.string(),
  severity: z
    .enum(severities)
    .describe('What a violation means: harm, a mixture of old and new code, no progress, or cost.'),
  verdict: z
    .enum(['holds', 'violated', 'measured', 'inconclusive'])
    .describe('`measured` is the verdict of a quantity; its `value` says how much.'),
  expected: z
    .string()
    .optional()
    .describe(
      '`holds`, `violated`, `vacuous`, `not-violated`, `before-the-patch`, `after-the-patch`; of a quantity, the worst case, or `best..worst`.',
    ),
  asExpected: z.boolean().optional().describe('Present where the scenario expects a verdict.'),
  vacuous: z
    .boolean()
    .optional()
    .describe('Present where it holds or is measured: true when only because nothing could happen.'),
  reason: z.string().optional().describe('Why it is vacuous or inconclusive.'),
  counterexample: run
    .optional()
    .describe(
      'A run that violates the property: a shortest one, unless it says that there may be a shorter one.',
    ),
  origin: z
    .enum(['before the patch', 'after the patch'])
    .optional()
    .describe(
      'Present where a violation is not the mechanism’s: the old functions alone, or the new ones, violate the property, and `counterexample` is a run of that kernel.',
    ),
  value: z
    .array(
      z.object({
        unit: z.string(),
        best: count.optional().describe('Absent where what is measured never comes to an end.'),
        worst: z.union([count, z.literal('unbounded')]),
        neverEnds: z
          .literal(true)
          .optional()
          .describe(
            'Present where the worst case has no end: what it would take to come to one is at least `worst`.',
          ),
      }),
    )
    .optional()
    .describe('Of a quantity: the best and the worst case, in several units.'),
  worstCase: run.optional().describe('A run of the worst case, in the first unit.'),
  fairness: z
    .array(z.string())
    .optional()
    .describe('Of a liveness property or a quantity: what is assumed of the infinite runs.'),
  exhaustive: z.boolean().describe('Whether the search visited every reachable state.'),
  statistics: z
    .object({
      states: count.describe('Distinct states reached.'),
      transitions: count,
      depth: count,
      elapsedMs: z.number().describe('Of the search alone.'),
      compileMs: z.number().describe('What it took to generate code for the system, before.'),
      jobs: count.describe('How many threads the search may have used.'),
      packedBytes: count.describe('What a state takes when it is packed.'),
      bytesPerState: z
        .number()
        .describe(
          'The most memory that was in use, for states, index and whatever was asked, divided by the states.',
        ),
      reductions: z
        .array(z.object({ name: z.string(), on: z.boolean(), reason: z.string().optional() }))
        .describe('Which reductions the search used, and why not the others.'),
    })
    .describe(
      'Of the search that gave the verdict. Properties of a scenario and a model share as few as will do.',
    ),
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
    measured: count,
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
