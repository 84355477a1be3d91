import fc from 'fast-check';
import type { ScenarioDocument } from '../scenario/index.js';
import type { AssumptionName } from './assumptions.js';
import { generatedDocuments } from './scenario-document.js';
import { simplerScenarios } from './simpler.js';
import { defaultSize, type ScenarioSize } from './size.js';

/**
 * Scenarios that are well-formed: patches, the functions that they replace and those that call them, and tasks that run
 * them. They shrink to fewer tasks first, then to fewer functions, then to fewer statements.
 *
 * @param size what is not given is as in `defaultSize`
 * @param assumptions what is to be true of all of them
 */
export function arbitraryScenario(
  size: Partial<ScenarioSize> = {},
  assumptions: readonly AssumptionName[] = [],
): fc.Arbitrary<ScenarioDocument> {
  return new ScenarioArbitrary(generatedDocuments({ ...defaultSize, ...size }, assumptions));
}

class ScenarioArbitrary extends fc.Arbitrary<ScenarioDocument> {
  constructor(private readonly generated: fc.Arbitrary<ScenarioDocument>) {
    super();
  }

  /** No bias: which scenario a run tries depends on the seed and its number alone. */
  override generate(random: fc.Random): fc.Value<ScenarioDocument> {
    const { value } = this.generated.generate(random, undefined);
    return new fc.Value(value, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is ScenarioDocument {
    return typeof value === 'object' && value !== null && 'tasks' in value;
  }

  override shrink(value: ScenarioDocument): fc.Stream<fc.Value<ScenarioDocument>> {
    return fc.stream(simplerScenarios(value)).map((each) => new fc.Value(each, undefined));
  }
}
