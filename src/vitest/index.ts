/**
 * Matchers for vitest. `import 'klpcheck/vitest'` adds them to `expect`; both search, and so have to be awaited:
 *
 * ```ts
 * import 'klpcheck/vitest';
 *
 * await expect('patch.yaml').toHold('syscall-consistency', { under: 'kgraft' });
 * await expect('patch.yaml').toViolate('global-consistency', { under: 'kgraft:wake=nobody' });
 * ```
 *
 * @packageDocumentation
 */
import { expect } from 'vitest';
import type { PropertyChoice, ScenarioChoice } from '../names/index.js';
import { type Decision, decide, type MatcherOptions } from './verdict.js';

export type { ModelChoice, PropertyChoice, ScenarioChoice } from '../names/index.js';
export type { MatcherOptions } from './verdict.js';

/** The matchers; what is expected of is a parsed scenario, or the path of its file. */
export interface KlpcheckMatchers {
  /**
   * Expects that a property holds of a scenario under a consistency model. The message of a failure tells the whole run
   * that violates it. A search that runs out of its budget passes neither this nor `.not.toHold`, nor does a property
   * that holds only vacuously, unless `vacuously` is set.
   *
   * @param property the name of a property, or of a formula that the scenario states; or a property of your own
   * @throws InputError with the nearest name, when a name is unknown; saying what is wrong with the scenario file
   */
  toHold(property: PropertyChoice, options: MatcherOptions): Promise<void>;
  /**
   * Expects that a property is violated by some run of a scenario under a consistency model: the opposite of `toHold`,
   * with the same exceptions.
   *
   * @param property the name of a property, or of a formula that the scenario states; or a property of your own
   * @throws InputError with the nearest name, when a name is unknown; saying what is wrong with the scenario file
   */
  toViolate(property: PropertyChoice, options: MatcherOptions): Promise<void>;
}

// All declarations of an interface have the same type parameters.
declare module 'vitest' {
  interface Matchers<T> extends KlpcheckMatchers {}
}

/** What vitest makes of it: a matcher passes when `pass` is not what `isNot` is. */
interface Outcome {
  readonly pass: boolean;
  readonly message: () => string;
}

function outcomeOf({ kind, because }: Decision, expected: 'holds' | 'violated', isNot: boolean): Outcome {
  const pass = kind === 'undecided' ? isNot : kind === expected;
  const opposite = expected === 'holds' ? 'violated' : 'holds';
  const wanted = isNot ? opposite : expected;
  const words = wanted === 'holds' ? 'expected the property to hold' : 'expected a violation of the property';
  return { pass, message: () => `${words}\n\n${because}` };
}

expect.extend({
  async toHold(received: ScenarioChoice, property: PropertyChoice, options: MatcherOptions) {
    return outcomeOf(await decide('toHold', received, property, options), 'holds', this.isNot);
  },
  async toViolate(received: ScenarioChoice, property: PropertyChoice, options: MatcherOptions) {
    return outcomeOf(await decide('toViolate', received, property, options), 'violated', this.isNot);
  },
});
