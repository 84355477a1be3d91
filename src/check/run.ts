import type { ConsistencyModel, ModelInstance, SafetyProperty } from '../livepatch/index.js';
import { instantiate } from '../livepatch/index.js';
import { type Diagnostic, InputError, type Scenario } from '../scenario/index.js';
import { type CheckOptions, type Column, checkModel } from './check.js';
import { type Expectations, resolveExpectations } from './expectations.js';
import type { Cell, UnreachedStatement } from './verdict.js';

/** What to check: every scenario under every model, for every property. */
export interface CheckRequest {
  readonly scenarios: readonly Scenario[];
  /** All models that are known: names in `expect` blocks are looked up here. */
  readonly knownModels: readonly ConsistencyModel[];
  /** All properties that are known. */
  readonly knownProperties: readonly SafetyProperty[];
  /** The columns; when absent, every known model, and the variants that a scenario names. */
  readonly models?: readonly ModelInstance[];
  /** The rows; when absent, every known property. */
  readonly properties?: readonly SafetyProperty[];
}

export interface CheckRunOptions extends Omit<CheckOptions, 'onProgress'> {
  readonly onProgress?: (progress: Progress) => void;
}

/** What is being searched, and how far it has got. */
export interface Progress {
  readonly scenario: Scenario;
  readonly model: ModelInstance;
  readonly searchesDone: number;
  readonly searches: number;
  readonly states: number;
  readonly elapsedMs: number;
}

export interface CheckReport {
  readonly cells: readonly Cell[];
  readonly unreached: readonly UnreachedStatement[];
}

/**
 * Checks scenarios under consistency models.
 *
 * @throws InputError when an `expect` block is wrong, or a scenario too large
 * @throws SystemDefinitionError, OutOfRangeError when a model or a property uses the language wrongly
 * @throws ReplayError when the two semantics disagree: an internal error, never a verdict
 */
export async function check(
  { scenarios, knownModels, knownProperties, models, properties = knownProperties }: CheckRequest,
  { onProgress, ...options }: CheckRunOptions = {},
): Promise<CheckReport> {
  const plans = plan(scenarios, knownModels, knownProperties, models);
  const searches = plans.reduce((sum, each) => sum + each.models.length, 0);
  const columns: Column[] = [];
  for (const { scenario, expectations, models: instances } of plans)
    for (const model of instances) {
      const report = onProgress && {
        onProgress: (progress: { states: number; elapsedMs: number }) =>
          onProgress({ scenario, model, searchesDone: columns.length, searches, ...progress }),
      };
      columns.push(await checkModel(scenario, model, properties, expectations, { ...options, ...report }));
    }
  return {
    cells: columns.flatMap(({ cells }) => cells),
    unreached: columns.flatMap(({ unreached }) => unreached),
  };
}

/** Finds what is wrong with any scenario before the first search starts. */
function plan(
  scenarios: readonly Scenario[],
  knownModels: readonly ConsistencyModel[],
  knownProperties: readonly SafetyProperty[],
  models: readonly ModelInstance[] | undefined,
): readonly { scenario: Scenario; expectations: Expectations; models: readonly ModelInstance[] }[] {
  const diagnostics: Diagnostic[] = [];
  const plans = scenarios.flatMap((scenario) => {
    const expectations = resolveExpectations(scenario, knownModels, knownProperties);
    if (!expectations.ok) {
      diagnostics.push(...expectations.diagnostics);
      return [];
    }
    const standard = knownModels.map((model) => instantiate(model));
    const variants = expectations.value.models.filter(
      ({ name }) => !standard.some((each) => each.name === name),
    );
    return [{ scenario, expectations: expectations.value, models: models ?? [...standard, ...variants] }];
  });
  if (diagnostics.length > 0) throw new InputError(diagnostics);
  return plans;
}
