import { readingSize, simplerScenarios } from '../arbitraries/index.js';
import { checkModel } from '../check/index.js';
import { type Budget, unlimited } from '../engine/index.js';
import { formulaProperty, type ModelInstance, type Property, staticKernelsOf } from '../livepatch/index.js';
import { InputError, resolveDocument, type ScenarioDocument } from '../scenario/index.js';

export interface MinimiseRequest {
  readonly document: ScenarioDocument;
  readonly model: ModelInstance;
  /** Which the scenario violates under the model. */
  readonly property: Property;
}

export interface MinimiseOptions {
  /** Of each search. */
  readonly budget?: Budget;
  readonly signal?: AbortSignal;
  /** Called before each smaller scenario that is tried. */
  readonly onTrial?: (trials: number) => void;
}

/** A scenario that violates a property, and no longer does with one task, function, statement or name less. */
export interface Minimal {
  readonly document: ScenarioDocument;
  /** How many smaller scenarios were tried, and how many of them took the place of the one before. */
  readonly trials: number;
  readonly steps: number;
  /** It was stopped, or some smaller one was not decided: there may be a smaller one. */
  readonly isPartial: boolean;
}

/**
 * The scenario made smaller, one step at a time, for as long as the model still violates the property. Names stay what they are.
 *
 * @returns nothing where the scenario itself does not violate it
 */
export async function minimise(
  { document, model, property }: MinimiseRequest,
  { budget = unlimited, signal, onTrial }: MinimiseOptions = {},
): Promise<Minimal | undefined> {
  let trials = 0;
  let steps = 0;
  let isPartial = false;
  const isStated = Object.hasOwn(document.properties ?? {}, property.name);
  const kindUnder = async (each: ScenarioDocument, under: ModelInstance): Promise<Kind> =>
    isStated && !Object.hasOwn(each.properties ?? {}, property.name)
      ? 'other'
      : judged(each, under, property, budget, signal);
  if ((await kindUnder(document, model)) !== 'violated') return undefined;
  // A smaller scenario is one of the same fault: it is not to be one that the old functions, or the new ones, have by themselves.
  const clean: ModelInstance[] = [];
  const resolved = resolveDocument(document, 'minimised');
  for (const { instance } of resolved.ok ? staticKernelsOf(resolved.value) : [])
    if ((await kindUnder(document, instance)) === 'other') clean.push(instance);
  const isSameFault = async (each: ScenarioDocument): Promise<boolean> => {
    const kind = await kindUnder(each, model);
    if (kind === 'undecided') isPartial = true;
    if (kind !== 'violated') return false;
    for (const kernel of clean) if ((await kindUnder(each, kernel)) !== 'other') return false;
    return true;
  };
  // What it says of itself may not be true of a smaller one.
  const { expect: _, summary: __, source: ___, ...bare } = document;
  let smallest: ScenarioDocument = bare;
  for (let isSmaller = true; isSmaller && !signal?.aborted; ) {
    isSmaller = false;
    for (const simpler of simplerScenarios(smallest, 'as they are')) {
      if (signal?.aborted) break;
      onTrial?.(++trials);
      if (!(await isSameFault(simpler))) continue;
      smallest = simpler;
      isSmaller = true;
      steps += 1;
      break;
    }
  }
  return { document: smallest, trials, steps, isPartial: isPartial || signal?.aborted === true };
}

/** `own`: it is violated, and not by the mechanism. */
type Kind = 'violated' | 'own' | 'undecided' | 'other';

async function judged(
  document: ScenarioDocument,
  model: ModelInstance,
  { name, ...property }: Property,
  budget: Budget,
  signal: AbortSignal | undefined,
): Promise<Kind> {
  const resolved = resolveDocument(document, 'smaller');
  if (!resolved.ok) return 'other';
  const scenario = resolved.value;
  const stated = scenario.formulas.find((each) => each.name === name);
  const asked: Property = stated ? formulaProperty(stated) : ({ name, ...property } as Property);
  try {
    const { cells } = await checkModel(scenario, model, [asked], undefined, {
      budget,
      ...(signal && { signal }),
    });
    const [cell] = cells;
    if (cell?.verdict.kind === 'inconclusive') return 'undecided';
    if (cell?.verdict.kind !== 'violated') return 'other';
    return cell.verdict.origin === undefined ? 'violated' : 'own';
  } catch (error) {
    if (error instanceof InputError) return 'other';
    throw error;
  }
}

/** How much there is to read in a scenario, for a person: tasks, functions and statements. */
export function sizeOf(document: ScenarioDocument): {
  readonly tasks: number;
  readonly functions: number;
  readonly statements: number;
} {
  const [tasks = 0, functions = 0, , statements = 0] = readingSize(document);
  return { tasks, functions, statements };
}
