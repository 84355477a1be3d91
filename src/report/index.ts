/** Verdicts for people, CI servers and scripts. */
import { answer, table } from './answer/index.js';
import { github } from './github.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { matrix } from './matrix.js';
import type { Reporter } from './reporter.js';

export { renderAdvice, sayChange } from './advice.js';
export { renderAssessment } from './assessment.js';
export { checkJsonSchema } from './check-schema.js';
export { runOf, tellInWords, tellThereIsNone } from './explanation.js';
export {
  describeLength,
  describeStop,
  describeVerdict,
  isBad,
  isViolatedBy,
  type Summary,
  summarise,
} from './group.js';
export type { Render, Reporter, Style } from './reporter.js';

/** The reporters by name. */
export const reporters = { answer, table, matrix, json, junit, github } as const satisfies Readonly<
  Record<string, Reporter>
>;

export type ReporterName = keyof typeof reporters;

export const reporterNames = Object.keys(reporters) as readonly ReporterName[];
