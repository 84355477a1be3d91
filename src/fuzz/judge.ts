import { type Decision, decide } from '../check/index.js';
import { type Budget, type SearchResult, search, unlimited } from '../engine/index.js';
import {
  type Composition,
  type ConsistencyModel,
  compose,
  type ModelInstance,
  mechanismOf,
  type Property,
  subjects,
  TaskTooLargeError,
} from '../livepatch/index.js';
import { diagnoseModel } from '../names/index.js';
import { InputError, type Scenario } from '../scenario/index.js';
import { actionName } from '../system/index.js';

/** What is known of a property of a scenario under a model, before any run is told. */
export type Judgement = 'holds' | 'vacuous' | 'violated' | 'inconclusive';

/** Under which models scenarios are judged, and how far. */
export interface JudgingRequest {
  readonly models: readonly ModelInstance[];
  /** The files of models that do not come with klpcheck. */
  readonly modelFiles?: ReadonlyMap<ConsistencyModel, string>;
  /** Of each search. */
  readonly budget: Budget;
}

/** What is known of a scenario under a model. */
export interface Judged {
  /** By the name of the property. */
  readonly judgements: ReadonlyMap<string, Judgement>;
  /** By step of the mechanism, of the patcher or of a task that it holds: whether it can ever be taken. */
  readonly steps: ReadonlyMap<string, boolean>;
}

/** A random scenario that is larger than this is no good one: a smaller one will show the same. */
export const defaultMaxStates = 2_000;

/**
 * Judges a scenario under a model by exhaustive search, with no reduction and one thread.
 *
 * @param modelFiles the files of models that do not come with klpcheck
 * @throws InputError when something is wrong with a model from a file
 */
export async function judge(
  scenario: Scenario,
  model: ModelInstance,
  properties: readonly Property[],
  budget: Budget = { ...unlimited, maxStates: defaultMaxStates },
  modelFiles: ReadonlyMap<ConsistencyModel, string> = new Map(),
): Promise<Judged> {
  const names = properties.map(({ name }) => name);
  try {
    const composition = compose(scenario, model, properties);
    const { system, requirements } = composition;
    const result = await search(system, requirements, { budget, reductions: [] });
    return {
      judgements: new Map(names.map((name) => [name, judgementOf(decide(composition, result, name))])),
      steps: stepsOf(composition, result),
    };
  } catch (error) {
    if (error instanceof TaskTooLargeError)
      return { judgements: new Map(names.map((name) => [name, 'inconclusive'])), steps: new Map() };
    const file = modelFiles.get(model.model);
    if (file === undefined) throw error;
    const what = `model '${model.name}', for scenario '${scenario.name}'`;
    throw new InputError(diagnoseModel(error, file, what));
  }
}

function judgementOf(decision: Decision): Judgement {
  if (decision.kind !== 'holds' && decision.kind !== 'measured') return decision.kind;
  return decision.vacuous === undefined ? 'holds' : 'vacuous';
}

function stepsOf({ rules }: Composition, { firedEdges }: SearchResult): ReadonlyMap<string, boolean> {
  const { atKernelEntry = [], atSafePoint = [] } = rules;
  const taken = new Set([...firedEdges].map(({ action }) => action.name));
  // A mechanism has no step less for another patch: a step that there is for each function is told of any.
  return new Map(
    [...mechanismOf(rules).flatMap(({ steps }) => steps), ...atKernelEntry, ...atSafePoint].map((step) => [
      actionName({ name: step.action, tags: [], subject: { kind: subjects.function, name: 'F' } }),
      taken.has(step.action),
    ]),
  );
}
