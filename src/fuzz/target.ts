import {
  callCompatibility,
  dataCompatibility,
  deadlockFreedom,
  lockDiscipline,
} from '../../properties/index.js';
import type { Budget } from '../engine/index.js';
import type { Property } from '../livepatch/index.js';
import { resolveDocument, type Scenario, type ScenarioDocument } from '../scenario/index.js';
import { baselines } from './baselines.js';
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
    const {
      judgements: [judgement = 'inconclusive'],
      steps,
    } = await judge(scenario, model, [property], budget, modelFiles);
    judgements.push(judgement);
    for (const [action, isTaken] of steps) {
      known.push(`${model.name}: ${action}`);
      if (isTaken) exercised.push(`${model.name}: ${action}`);
    }
  }
  const isCandidate =
    judgements.includes('violated') && (models.length === 1 || judgements.includes('holds'));
  const rightness = isCandidate ? (await judgeByItself(scenario, [property], budget))[0] : undefined;
  return {
    isFound: rightness === 'right',
    isInconclusive: judgements.includes('inconclusive') || rightness === 'inconclusive',
    ...{ judgements, exercised, known },
  };
}

/** Whether a scenario violates something where nothing is patched live. */
export type Rightness = 'right' | 'wrong' | 'inconclusive';

/** By property, in their order. All are wrong where the code does not work for another reason. */
export async function judgeByItself(
  scenario: Scenario,
  properties: readonly Property[],
  budget: Budget,
): Promise<readonly Rightness[]> {
  const all = [...new Set([...correctness, ...properties])];
  const found = new Map<Property, Rightness>();
  for (const baseline of baselines) {
    const { judgements } = await judge(scenario, baseline, all, budget);
    for (const [index, property] of all.entries()) {
      const judgement = judgements[index];
      if (judgement === 'violated') found.set(property, 'wrong');
      else if (judgement === 'inconclusive' && !found.has(property)) found.set(property, 'inconclusive');
    }
    if (correctness.some((each) => found.get(each) === 'wrong')) return properties.map(() => 'wrong');
  }
  const isUnknown = correctness.some((each) => found.has(each));
  return properties.map((property) => found.get(property) ?? (isUnknown ? 'inconclusive' : 'right'));
}
