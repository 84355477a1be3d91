import { expect } from 'vitest';
import type { SearchResult } from '../../src/engine/index.js';
import type { ReferenceResult } from './reference-search.js';

/** Both found the same states, the same verdicts, and counterexamples of the same length. */
export function expectAgreement(result: SearchResult, reference: ReferenceResult): void {
  expect(result.stopped).toBeUndefined();
  expect(result.statistics.states).toBe(reference.states.length);
  expect(result.statistics.transitions).toBe(reference.transitions);
  expect(result.statistics.depth).toBe(reference.depth);
  expect(result.reached).toEqual(reference.reached);
  const lengths = [...result.counterexamples].map(
    ([property, { states, lastEdge }]) => [property, states.length - 1 + (lastEdge ? 1 : 0)] as const,
  );
  expect(new Map(lengths)).toEqual(reference.violations);
}
