import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from '../../src/engine/compile.js';
import { search } from '../../src/engine/index.js';
import { arbitraryRequirements, arbitrarySystem } from '../support/arbitrary-system.js';
import { referenceSearch } from '../support/reference-search.js';

const runs = Number(process.env.KLPCHECK_RUNS ?? 1000);

test(`both semantics agree on ${runs} random systems`, { timeout: 240_000 }, async () => {
  const seed = Number(process.env.KLPCHECK_SEED ?? Date.now() % 2 ** 31);
  console.log(`random systems: KLPCHECK_SEED=${seed}`);
  await fc.assert(
    fc.asyncProperty(arbitrarySystem, arbitraryRequirements, async (system, requirements) => {
      const reference = referenceSearch(system, requirements);
      const result = await search(system, requirements);

      expect(result.stopped).toBeUndefined();
      expect(result.statistics.states).toBe(reference.states.size);
      expect(result.statistics.transitions).toBe(reference.transitions);
      expect(result.statistics.depth).toBe(reference.depth);
      expect(result.reached).toEqual(reference.reached);
      const lengths = [...result.counterexamples].map(
        ([property, { states, lastEdge }]) => [property, states.length - 1 + (lastEdge ? 1 : 0)] as const,
      );
      expect(new Map(lengths)).toEqual(reference.violations);
    }),
    { numRuns: runs, seed },
  );
});

test('the compiled system reaches the very states of the reference semantics', () => {
  fc.assert(
    fc.property(arbitrarySystem, (system) => {
      const reference = referenceSearch(system, { invariants: [], goals: [] });
      const compiled = compile(system, { invariants: [], goals: [] }, Number.POSITIVE_INFINITY);
      for (let state = 0; state < compiled.stateCount(); state++) compiled.expand(state);
      for (let state = 0; state < compiled.stateCount(); state++)
        expect(reference.states.has(compiled.pathTo(state).at(-1) ?? expect.fail())).toBe(true);
    }),
    { numRuns: 100 },
  );
});
