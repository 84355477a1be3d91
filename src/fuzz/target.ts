import {
  callCompatibility,
  dataCompatibility,
  deadlockFreedom,
  lockDiscipline,
} from '../../properties/index.js';
import type { Budget } from '../engine/index.js';
import { baselinesOf, type Property } from '../livepatch/index.js';
import { resolveDocument, type Scenario, type ScenarioDocument } from '../scenario/index.js';
import { type Judgement, type JudgingRequest, judge } from './judge.js';

/** What a random search looks for: with one model, a violation under it; with more, one that another does not have. */
export interface Target extends JudgingRequest {
  readonly property: Property;
}

/** What came of one scenario. */
export interface Trial {
  /** Whether it is what is looked for. */
  readonly isFound: boolean;
  /** Whether a search that was too large leaves it open, that under a model or that of the code by itself. */
  readonly isInconclusive: boolean;
  /** By model, in their order. */
  readonly judgements: readonly Judgement[];
  /** The steps of the mechanisms that were taken, and those that there are, as `model: action`. */
  readonly exercised: readonly string[];
  readonly known: readonly string[];
}

/** What code that works does not violate. */
const correctness: readonly Property[] = [
  lockDiscipline,
  deadlockFreedom,
  dataCompatibility,
  callCompatibility,
];

/**
 * Tries one scenario. A violation counts only if the workload and the patch are right by themselves: where nothing is
 * patched live, neither the property nor what code that works keeps to is violated.
 *
 * @throws InputError when something is wrong with a model from a file
 */
export async function tryScenario(document: ScenarioDocument, target: Target): Promise<Trial> {
  const { models, modelFiles, property, budget } = target;
  const resolved = resolveDocument(document, 'generated');
  if (!resolved.ok)
    return {
      isFound: false,
      isInconclusive: true,
      judgements: models.map(() => 'inconclusive'),
      ...{ exercised: [], known: [] },
    };
  const scenario = resolved.value;
  const judgements: Judgement[] = [];
  const exercised: string[] = [];
  const known: string[] = [];
  for (const model of models) {
    const judged = await judge(scenario, model, [property], budget, modelFiles);
    judgements.push(judged.judgements.get(property.name) ?? 'inconclusive');
    for (const [action, isTaken] of judged.steps) {
      known.push(`${model.name}: ${action}`);
      if (isTaken) exercised.push(`${model.name}: ${action}`);
    }
  }
  const isCandidate =
    judgements.includes('violated') && (models.length === 1 || judgements.includes('holds'));
  const rightness = isCandidate
    ? (await judgeByItself(scenario, [property], budget)).get(property.name)
    : undefined;
  return {
    isFound: rightness === 'right',
    isInconclusive: judgements.includes('inconclusive') || rightness === 'inconclusive',
    ...{ judgements, exercised, known },
  };
}

/** Whether a scenario violates something where nothing is patched live. */
export type Rightness = 'right' | 'wrong' | 'inconclusive';

/** By the name of the property. All are wrong where the code does not work for another reason. */
export async function judgeByItself(
  scenario: Scenario,
  properties: readonly Property[],
  budget: Budget,
): Promise<ReadonlyMap<string, Rightness>> {
  const all = [...new Set([...correctness, ...properties])];
  const found = new Map<string, Rightness>();
  const allAre = (of: (name: string) => Rightness): ReadonlyMap<string, Rightness> =>
    new Map(properties.map(({ name }) => [name, of(name)]));
  for (const baseline of baselinesOf(scenario)) {
    const { judgements } = await judge(scenario, baseline, all, budget);
    for (const [name, judgement] of judgements) {
      if (judgement === 'violated') found.set(name, 'wrong');
      else if (judgement === 'inconclusive' && !found.has(name)) found.set(name, 'inconclusive');
    }
    if (correctness.some(({ name }) => found.get(name) === 'wrong')) return allAre(() => 'wrong');
  }
  const isUnknown = correctness.some(({ name }) => found.has(name));
  return allAre((name) => found.get(name) ?? (isUnknown ? 'inconclusive' : 'right'));
}
