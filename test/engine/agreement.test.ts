import fc from 'fast-check';
import { Set as ImmutableSet } from 'immutable';
import { expect, test } from 'vitest';
import { compile } from '../../src/engine/compiled/compile.js';
import { search } from '../../src/engine/index.js';
import { arbitraryRequirements, arbitrarySystem } from '../support/arbitrary-system.js';
import { expectAgreement } from '../support/expect-agreement.js';
import { referenceSearch } from '../support/reference-search.js';
import { randomRuns, randomSeed, scaled } from '../support/seed.js';

test(`both semantics agree on ${randomRuns} random systems`, async () => {
  await fc.assert(
    fc.asyncProperty(arbitrarySystem, arbitraryRequirements, async (system, requirements) => {
      expectAgreement(await search(system, requirements), referenceSearch(system, requirements));
    }),
    { numRuns: randomRuns, seed: randomSeed('random systems') },
  );
});

test('the compiled system reaches the very states of the reference semantics', () => {
  fc.assert(
    fc.property(arbitrarySystem, (system) => {
      const reference = referenceSearch(system, { invariants: [], goals: new Map() });
      const compiled = compile(system, { invariants: [], goals: new Map() }, Number.POSITIVE_INFINITY);
      for (let state = 0; state < compiled.stateCount(); state++) {
        compiled.expand(state);
        compiled.enter();
      }
      const states = Array.from({ length: compiled.stateCount() }, (_, state) => compiled.stateOf(state));
      expect(ImmutableSet(states).equals(ImmutableSet(reference.states))).toBe(true);
    }),
    { numRuns: scaled(100), seed: randomSeed('states of random systems') },
  );
});
