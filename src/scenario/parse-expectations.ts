import type { DocumentScope } from './document.js';
import { parseExpected } from './expected-value.js';
import type { Expectation } from './scenario.js';

/** What a document expects. The names of models and properties are looked up later, by whoever knows them. */
export function parseExpectations(scope: DocumentScope): readonly Expectation[] {
  return Object.entries(scope.value.expect ?? {}).flatMap(([model, verdicts]) => {
    if (Object.keys(verdicts).length === 0)
      scope.report(
        ['expect', model],
        'nothing-to-check',
        `nothing is expected of '${model}'`,
        undefined,
        'key',
      );
    return Object.entries(verdicts).flatMap(([property, written]) => {
      const path = ['expect', model, property];
      const expected = parseExpected(written);
      if ('verdict' in expected)
        return [{ model, property, ...expected, source: scope.document.locate(path, 'key') }];
      scope.report(path, 'invalid-range', expected.message);
      return [];
    });
  });
}
