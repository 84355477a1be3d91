import {
  type Analysis,
  canReduce,
  type ReductionName,
  type Requirements,
  reductionNames,
  type SearchOptions,
  type SearchResult,
  search,
  unlimited,
} from '../engine/index.js';
import { type Answer, type Composition, observe, type Property, type Woven } from '../livepatch/index.js';

/**
 * Which reductions to use for safety properties. `automatic`: all that are sound, once a search turns out not to be small.
 */
export type Reductions = readonly ReductionName[] | 'automatic';

/** One search, and the properties that it is to decide. */
export interface Search {
  readonly composition: Composition;
  readonly result: SearchResult<Answer>;
  /** Some of those of the composition. */
  readonly properties: readonly Property[];
}

/** Besides what is asked, something may look at all the states of a search. */
export interface Surveyed {
  readonly survey?: (composition: Composition) => Analysis<undefined>;
}

function withSurvey(
  composition: Composition,
  survey: NonNullable<Surveyed['survey']>,
): Requirements<Answer | undefined> {
  const { requirements } = composition;
  const analyses = new Map<string, Analysis<Answer | undefined>>(requirements.analyses);
  return { ...requirements, analyses: analyses.set('survey', survey(composition)) };
}

/** Properties, or what they have been composed to already. */
type Selection = readonly Property[] | Composition;

/**
 * How many states a search visits without reductions before it is worth while to reduce. Up to there, whatever violation
 * is found has a shortest run.
 */
export const smallSearch = 100_000;

/**
 * Decides properties of a scenario under a model, in one search where that is enough.
 *
 * Reductions are for safety properties: infinite runs, what stays possible, and quantities are asked of all states. So
 * where some are reduced, the others are searched for by themselves.
 *
 * @throws what `observe` and `search` throw
 */
export async function searchInTurn(
  woven: Woven,
  properties: readonly Property[],
  reductions: Reductions,
  { survey, ...options }: SearchOptions & Surveyed,
): Promise<readonly Search[]> {
  const { budget = unlimited } = options;
  const start = performance.now();
  const run = async (selected: Selection, more: SearchOptions = {}): Promise<Search> => {
    const composition = 'system' in selected ? selected : observe(woven, selected);
    const timeoutMs = budget.timeoutMs - (performance.now() - start);
    const asked = survey ? withSurvey(composition, survey) : composition.requirements;
    const { answers, ...result } = await search(composition.system, asked, {
      ...options,
      ...more,
      budget: { ...budget, ...more.budget, timeoutMs },
    });
    const answered = new Map(
      [...answers].flatMap(([name, answer]) => (answer ? [[name, answer] as const] : [])),
    );
    return { composition, result: { ...result, answers: answered }, properties: composition.properties };
  };
  const others = properties.filter(({ kind }) => kind !== 'safety');
  let undecided = properties.filter(({ kind }) => kind === 'safety');
  const searches: Search[] = [];
  const names = reductions === 'automatic' ? reductionNames : reductions;
  if (names.length === 0 || undecided.length === 0) return [await run(properties)];
  if (reductions === 'automatic') {
    const maxStates = Math.min(budget.maxStates, smallSearch);
    const first = await run(properties, { budget: { ...budget, maxStates } });
    const { stopped } = first.result;
    const isLarge = (stopped === 'max-states' && maxStates < budget.maxStates) || stopped === 'memory';
    if (!isLarge) return [first];
    const isViolated = ({ name }: Property): boolean => first.result.counterexamples.has(name);
    if (undecided.some(isViolated)) searches.push({ ...first, properties: undecided.filter(isViolated) });
    undecided = undecided.filter((property) => !isViolated(property));
  }
  const reducible = observe(woven, undecided);
  const isTimeUp = (): boolean => performance.now() - start > budget.timeoutMs;
  const isReduced =
    undecided.length > 0 && canReduce(reducible.system, reducible.requirements, names, isTimeUp);
  if (isReduced) searches.push(await run(reducible, { reductions: names }));
  const rest = isReduced ? others : [...undecided, ...others];
  if (rest.length > 0) searches.push(await run(rest));
  return searches;
}

/** The search that says most about which statements are reached: one that visited every state, if there is one. */
export function mostConclusive(searches: readonly Search[]): Search {
  return searches.find(({ result }) => result.stopped === undefined) ?? (searches.at(-1) as Search);
}
