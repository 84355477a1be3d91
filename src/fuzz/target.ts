import {
  callCompatibility,
  dataCompatibility,
  deadlockFreedom,
  lockDiscipline,
} from '../../properties/index.js';
import type { Budget } from '../engine/index.js';
import type { ModelInstance, Property } from '../livepatch/index.js';
import { resolveDocument, type Scenario, type ScenarioDocument } from '../scenario/index.js';
import { baselines } from './baselines.js';
import { type Judgement, judge } from './judge.js';

/** What a random search looks for. */
export interface Target {
  /** One: a violation under it. More: a violation under one of them, where the property holds under another. */
  readonly models: readonly ModelInstance[];
  readonly property: Property;
  readonly budget: Budget;
}

/** What came of one scenario. */
export interface Trial {
  /** Whether it is what is looked for. */
  readonly isFound: boolean;
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
 */
export async function tryScenario(document: ScenarioDocument, target: Target): Promise<Trial> {
  const { models, property, budget } = target;
  const resolved = resolveDocument(document, 'generated');
  if (!resolved.ok)
    return { isFound: false, judgements: models.map(() => 'inconclusive'), exercised: [], known: [] };
  const scenario = resolved.value;
  const judgements: Judgement[] = [];
  const exercised: string[] = [];
  const known: string[] = [];
  for (const model of models) {
    const {
      judgements: [judgement = 'inconclusive'],
      steps,
    } = await judge(scenario, model, [property], budget);
    judgements.push(judgement);
    for (const [action, isTaken] of steps) {
      known.push(`${model.name}: ${action}`);
      if (isTaken) exercised.push(`${model.name}: ${action}`);
    }
  }
  const isCandidate =
    judgements.includes('violated') && (models.length === 1 || judgements.includes('holds'));
  const isFound = isCandidate && (await isRightByItself(scenario, property, budget));
  return { isFound, judgements, exercised, known };
}

async function isRightByItself(scenario: Scenario, property: Property, budget: Budget): Promise<boolean> {
  return (await rightByItself(scenario, [property], budget)).has(property);
}

/** Those properties that a scenario does not violate where nothing is patched live; none, if it has other faults there. */
export async function rightByItself(
  scenario: Scenario,
  properties: readonly Property[],
  budget: Budget,
): Promise<ReadonlySet<Property>> {
  const all = [...new Set([...correctness, ...properties])];
  const right = new Set(all);
  for (const baseline of baselines) {
    const { judgements } = await judge(scenario, baseline, all, budget);
    for (const [index, judgement] of judgements.entries())
      if (judgement !== 'holds' && judgement !== 'vacuous') right.delete(all[index] as Property);
    if (correctness.some((each) => !right.has(each))) return new Set();
  }
  return right;
}
