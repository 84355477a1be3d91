import { type Cell, checkModel } from '../check/index.js';
import { type Budget, unlimited } from '../engine/index.js';
import {
  type ModelChoice,
  type PropertyChoice,
  type ScenarioChoice,
  selectModel,
  selectProperty,
  selectScenario,
} from '../names/index.js';
import { runOf, tellInWords, tellThereIsNone } from '../report/index.js';

/** Under which model, and how, a matcher checks. */
export interface MatcherOptions {
  /** The consistency model: `kgraft:wake=nobody`, or a model of your own. */
  readonly under: ModelChoice;
  /** Whether a property may hold only because what it speaks of cannot happen. Unless said, that passes no matcher. */
  readonly vacuously?: boolean;
  /** How much to search; unlimited where not said. A search that runs out of it passes no matcher. */
  readonly budget?: Partial<Budget>;
}

/** What a matcher makes of a verdict. What is `undecided` passes neither a matcher nor its negation. */
export interface Decision {
  readonly kind: 'holds' | 'violated' | 'undecided';
  /** Why, with the whole run where there is one, as `klpcheck explain` tells it. */
  readonly because: string;
}

const width = 120;

/**
 * @param matcher its name, for messages
 * @throws InputError when a name is unknown, or the file is no scenario
 */
export async function decide(
  matcher: string,
  given: ScenarioChoice,
  property: PropertyChoice,
  { under, vacuously = false, budget = {} }: MatcherOptions,
): Promise<Decision> {
  const scenario = await selectScenario(given);
  const model = selectModel(under, matcher);
  const chosen = selectProperty(property, scenario, matcher);
  const { cells } = await checkModel(scenario, model, [chosen], undefined, {
    budget: { ...unlimited, ...budget },
  });
  const cell = cells[0] as Cell;
  const run = runOf(cell);
  const told = (run ? tellInWords(cell, run, false, width) : tellThereIsNone(cell, width)).trimEnd();
  switch (cell.verdict.kind) {
    case 'violated':
      return { kind: 'violated', because: told };
    case 'inconclusive':
      return { kind: 'undecided', because: told };
    case 'measured':
      return {
        kind: 'undecided',
        because: `${chosen.name} is a quantity: it is measured, and neither holds nor is violated.\n\n${told}`,
      };
    case 'holds': {
      const isEvidence = cell.verdict.vacuous === undefined || vacuously;
      const hint = 'What holds vacuously is no evidence; where that is meant, say { vacuously: true }.';
      return isEvidence
        ? { kind: 'holds', because: told }
        : { kind: 'undecided', because: `${told}\n${hint}` };
    }
  }
}
