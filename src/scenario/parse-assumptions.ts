import type { DocumentScope } from './document.js';
import { type ProcessNames, parseAssumption } from './parse-fairness.js';
import type { FairnessAssumption } from './scenario.js';

/** What a document assumes of infinite runs. */
export function parseAssumptions(scope: DocumentScope, names: ProcessNames): readonly FairnessAssumption[] {
  const assumptions: FairnessAssumption[] = [];
  for (const strength of ['weak', 'strong'] as const)
    for (const [index, text] of (scope.value.fairness?.[strength] ?? []).entries()) {
      const path = ['fairness', strength, index];
      const source = scope.document.locate(path);
      const parsed = parseAssumption(text, names);
      if ('message' in parsed) {
        scope.reportWithin(path, text, parsed);
        continue;
      }
      const earlier = assumptions.find(
        (each) =>
          each.strength === strength && each.process === parsed.process && each.steps === parsed.steps,
      );
      if (earlier)
        scope.report(
          path,
          'invalid-fairness',
          `'${text}' is assumed twice`,
          `first at line ${earlier.source.line}`,
        );
      else assumptions.push({ strength, ...parsed, source });
    }
  return assumptions;
}
