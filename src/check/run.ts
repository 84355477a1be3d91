import {
  type ConsistencyModel,
  formulaProperty,
  instantiate,
  type ModelInstance,
  observe,
  type Property,
  TaskTooLargeError,
  type Woven,
  weave,
} from '../livepatch/index.js';
import { AutomatonTooLargeError, FormulaCheck, TooManyAtomsError } from '../logic/index.js';
import { diagnoseModel } from '../names/index.js';
import { type Diagnostic, InputError, type Result, type Scenario } from '../scenario/index.js';
import { never, OutOfRangeError } from '../system/index.js';
import { type CheckOptions, type Column, checkWoven, originsOf, weaveOrExplain } from './check.js';
import { type Expectations, resolveExpectations } from './expectations.js';
import { rejectMarkedBugs } from './marked-bugs.js';
import type { Origins } from './origin.js';
import type { Cell, UnreachedStatement } from './verdict.js';

/** What to check: every scenario under every model, for every property. */
export interface CheckRequest {
  readonly scenarios: readonly Scenario[];
  /** The models that are known: names in `expect` blocks are looked up here. */
  readonly knownModels: readonly ConsistencyModel[];
  /** Those that are known besides, and are columns only where they are named. */
  readonly otherModels?: readonly ConsistencyModel[];
  /** All properties that are known. */
  readonly knownProperties: readonly Property[];
  /** The columns; when absent, every known model (or {@link defaultModels}), and the variants that a scenario names. */
  readonly models?: readonly ModelInstance[];
  /**
   * Those of the known models that are columns whatever a scenario says, where nobody has chosen; the others are only where its
   * `expect` block speaks of them.
   */
  readonly defaultModels?: readonly ConsistencyModel[];
  /** The rows; when absent, every known property. */
  readonly properties?: readonly Property[];
  /** The names of the formulas, of those that the scenarios state, that are rows too; when absent, all of them. */
  readonly formulas?: readonly string[];
  /** The files that models were loaded from. What is wrong with such a model is a wrong input. */
  readonly modelFiles?: ReadonlyMap<ConsistencyModel, string>;
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
  /** The known models that some scenario was not checked under, although nobody has chosen. */
  readonly leftOut: readonly ConsistencyModel[];
  /** The known properties that nobody asked about. */
  readonly unasked: readonly Property[];
}

/**
 * Checks scenarios under consistency models.
 *
 * @throws InputError when an `expect` block is wrong, a scenario too large, or a model from a file goes wrong
 * @throws SystemDefinitionError, OutOfRangeError when another model or a property uses the language wrongly
 * @throws ReplayError when the two semantics disagree: an internal error, never a verdict
 */
export async function check(
  request: CheckRequest,
  { onProgress, ...options }: CheckRunOptions = {},
): Promise<CheckReport> {
  const plans = plan(request);
  await rejectMarkedBugs(request.scenarios, options);
  const searches = plans.reduce((sum, each) => sum + each.models.length, 0);
  const columns: Omit<Column, 'searches'>[] = [];
  for (const plan of plans) {
    const { scenario } = plan;
    for (const model of plan.models) {
      const report = onProgress && {
        onProgress: (progress: { states: number; elapsedMs: number }) =>
          onProgress({ scenario, model, searchesDone: columns.length, searches, ...progress }),
      };
      const { cells, unreached } = await checkColumn(plan, model, request, { ...options, ...report });
      columns.push({ cells, unreached });
    }
  }
  return {
    cells: columns.flatMap(({ cells }) => cells),
    unreached: columns.flatMap(({ unreached }) => unreached),
    leftOut: request.defaultModels ? request.knownModels.filter((model) => isLeftOut(model, plans)) : [],
    unasked: request.properties
      ? request.knownProperties.filter((property) => !request.properties?.includes(property))
      : [],
  };
}

/** The columns of one scenario. */
export interface Plan {
  readonly scenario: Scenario;
  readonly expectations: Expectations;
  readonly models: readonly ModelInstance[];
  readonly properties: readonly Property[];
  /** The models that were loaded from files, woven with the scenario: their code has run, and does not run again. */
  readonly woven: ReadonlyMap<ModelInstance, Woven>;
  /** Whose violations are: what is found out for one column serves the others. */
  readonly origins: Origins;
}

/** Finds what is wrong with any scenario or any model from a file before the first search starts. */
export function plan(request: CheckRequest): readonly Plan[] {
  const { scenarios, knownModels, knownProperties, models, modelFiles = new Map() } = request;
  const { otherModels = [] } = request;
  const diagnostics: Diagnostic[] = [];
  const plans = scenarios.flatMap((scenario): readonly Plan[] => {
    const faults = problemsOfFormulas(scenario, knownProperties);
    if (faults.length > 0) {
      diagnostics.push(...faults);
      return [];
    }
    const own = scenario.formulas.map(formulaProperty);
    const expectations = resolveExpectations(
      scenario,
      [...knownModels, ...otherModels],
      [...knownProperties, ...own],
    );
    if (!expectations.ok) {
      diagnostics.push(...expectations.diagnostics);
      return [];
    }
    const all = models ?? columnsOf(request, expectations.value);
    const chosen = [...new Map(all.map((model) => [model.name, model])).values()];
    const properties = [
      ...new Set(request.properties ?? knownProperties),
      ...own.filter(({ name }) => request.formulas?.includes(name) ?? true),
    ];
    const woven = new Map<ModelInstance, Woven>();
    for (const each of chosen.filter(({ model }) => modelFiles.has(model))) {
      const result = tryWeaving(each, request, scenario, properties);
      if (result.ok) woven.set(each, result.value);
      else diagnostics.push(...result.diagnostics);
    }
    const origins = originsOf(scenario, properties);
    return [{ scenario, expectations: expectations.value, models: chosen, properties, woven, origins }];
  });
  if (diagnostics.length > 0) throw new InputError(diagnostics);
  return plans;
}

function columnsOf(
  { knownModels, defaultModels = knownModels }: CheckRequest,
  { models: named, speaksOfOthers }: Expectations,
): readonly ModelInstance[] {
  const shown = knownModels
    .map((model) => instantiate(model))
    .filter(
      ({ model, name }) =>
        speaksOfOthers || defaultModels.includes(model) || named.some((each) => each.name === name),
    );
  return [...shown, ...named];
}

function isLeftOut(model: ConsistencyModel, plans: readonly Plan[]): boolean {
  return plans.some(({ models }) => !models.some((each) => each.model === model));
}

/** A formula must not take the name of a property, nor be so large that its automaton cannot be built. */
function problemsOfFormulas(
  { formulas, file }: Scenario,
  knownProperties: readonly Property[],
): readonly Diagnostic[] {
  return formulas.flatMap(({ name, formula, atoms, source }): readonly Diagnostic[] => {
    if (knownProperties.some((each) => each.name === name))
      return [
        { file, ...source, code: 'reserved-name', message: `there is a property called '${name}' already` },
      ];
    try {
      new FormulaCheck({ formula, atoms: new Map([...atoms.keys()].map((each) => [each, never])) });
      return [];
    } catch (error) {
      if (!(error instanceof AutomatonTooLargeError || error instanceof TooManyAtomsError)) throw error;
      return [
        {
          file,
          ...source,
          code: 'too-large',
          message: `the formula '${name}' is too large: ${error.message}`,
        },
      ];
    }
  });
}

/** Runs the rules of a model from a file. They become data then, so that its code does not run any more. */
function tryWeaving(
  instance: ModelInstance,
  { modelFiles }: CheckRequest,
  scenario: Scenario,
  properties: readonly Property[],
): Result<Woven> {
  try {
    const woven = weave(scenario, instance);
    observe(woven, properties);
    return { ok: true, value: woven };
  } catch (error) {
    // That is the fault of the scenario, whatever the model: it is told when it is checked.
    if (error instanceof TaskTooLargeError) return { ok: false, diagnostics: [] };
    const file = modelFiles?.get(instance.model) ?? '';
    return { ok: false, diagnostics: diagnoseModel(error, file, describe(instance, scenario)) };
  }
}

/** One column of a plan, with what its cells were decided by. @throws what {@link check} throws */
export async function checkColumn(
  { scenario, expectations, properties, woven, origins }: Plan,
  model: ModelInstance,
  request: CheckRequest,
  options: CheckOptions,
): Promise<Column> {
  const known = woven.get(model) ?? weaveOrExplain(scenario, model);
  const column = checkWoven(known, properties, expectations, origins, options);
  return column.catch((error) => blameModel(error, request, scenario, model));
}

/** @throws InputError when a step of a model from a file left a range, else the error itself */
function blameModel(
  error: unknown,
  { modelFiles }: CheckRequest,
  scenario: Scenario,
  instance: ModelInstance,
): never {
  const file = modelFiles?.get(instance.model);
  if (file === undefined || !(error instanceof OutOfRangeError)) throw error;
  throw new InputError([
    { file, code: 'invalid-model', message: `${describe(instance, scenario)}: ${error.message}` },
  ]);
}

function describe({ name }: ModelInstance, scenario: Scenario): string {
  return `model '${name}', for scenario '${scenario.name}'`;
}
