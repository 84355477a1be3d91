import { type Cell, type CheckOptions, check } from '../check/index.js';
import { unlimited } from '../engine/index.js';
import { type ModelInstance, type Property, severityOf } from '../livepatch/index.js';
import {
  InputError,
  parseDocumentOf,
  parseScenario,
  type Scenario,
  type ScenarioDocument,
} from '../scenario/index.js';
import { editText } from './edit-text.js';
import { type Harm, harmOf } from './harm.js';
import { type Minimal, minimise } from './minimise.js';
import { type Change, type Remedy, remediesFor } from './remedies.js';

/** What is asked: a scenario, as it is written, that is to be safe under a model. */
export interface AdviseRequest {
  readonly file: string;
  readonly text: string;
  readonly model: ModelInstance;
  /** The other models that a patch could be applied under. */
  readonly models: readonly ModelInstance[];
  readonly knownProperties: readonly Property[];
}

export interface AdviseOptions extends Omit<CheckOptions, 'onProgress'> {
  /** Called before each check. */
  readonly onTrial?: (trials: number) => void;
}

/** A model under which no harm is left, and what it costs. */
export interface SafeModel {
  readonly model: ModelInstance;
  /** What its transition costs, and whether it comes to an end. */
  readonly cells: readonly Cell[];
}

/** Changes that make a scenario safe. Without any one of them it is not. */
export interface Advice {
  readonly changes: readonly Change[];
  /** The scenario file with the changes. */
  readonly text: string;
}

export interface AdviceReport {
  readonly scenario: Scenario;
  readonly model: ModelInstance;
  readonly harm: Harm;
  /** The least disruptive first. */
  readonly safeModels: readonly SafeModel[];
  /** All of the fewest changes that do. */
  readonly advices: readonly Advice[];
  /** How many sets of changes were checked. */
  readonly trials: number;
  /** The smallest scenario with the first harm; present where nothing helps. */
  readonly core?: Minimal;
  /** Something was not decided, or not tried: there may be more advice. */
  readonly isPartial: boolean;
}

/** More changes at once are another patch. */
const mostChanges = 2;

/**
 * Looks for the models under which a patch does no harm, and for the fewest changes of the scenario that take the harm from it
 * under the model that is wanted. Each is checked, as it is written, for every property of harm.
 *
 * @throws InputError when the text is no scenario
 */
export async function advise(request: AdviseRequest, options: AdviseOptions = {}): Promise<AdviceReport> {
  const { model, knownProperties } = request;
  const scenario = scenarioOf(request.text, request.file);
  const { onTrial, ...checking } = options;
  let trials = 0;
  const tried = async (each: Scenario): Promise<Harm> => {
    onTrial?.(++trials);
    return harmOf(each, model, knownProperties, checking);
  };
  const harm = await tried(scenario);
  const safeModels = await safeAmong(request, scenario, harm, checking);
  const search =
    harm.violated.length === 0
      ? { advices: [], isPartial: false }
      : await searchAdvice(request, harm, tried, options);
  const [worst] = harm.violated;
  const needsCore = worst !== undefined && search.advices.length === 0 && !options.signal?.aborted;
  const core = needsCore ? await coreOf(request, worst, options) : undefined;
  return {
    scenario,
    model,
    harm,
    safeModels,
    advices: search.advices,
    trials,
    isPartial: search.isPartial || harm.undecided.length > 0 || options.signal?.aborted === true,
    ...(core && { core }),
  };
}

async function searchAdvice(
  { text, file }: AdviseRequest,
  before: Harm,
  tried: (scenario: Scenario) => Promise<Harm>,
  { signal }: AdviseOptions,
): Promise<{ readonly advices: readonly Advice[]; readonly isPartial: boolean }> {
  const remedies = remediesFor(documentOf(text, file));
  let isPartial = false;
  for (let size = 1; size <= mostChanges; size++) {
    const advices: Advice[] = [];
    for (const chosen of choices(remedies, size)) {
      if (signal?.aborted) return { advices, isPartial: true };
      const edited = editText(
        text,
        chosen.flatMap(({ edits }) => edits),
      );
      const parsed = edited === undefined ? undefined : parseScenario(edited, file);
      if (edited === undefined || !parsed?.ok) continue;
      const after = await tried(parsed.value);
      if (after.undecided.length > 0) isPartial = true;
      if (helps(before, after))
        advices.push({ changes: chosen.map(({ edits: _, ...change }) => change), text: edited });
    }
    // Fewer changes did not help, so none of these can be left out.
    if (advices.length > 0) return { advices, isPartial };
  }
  return { advices: [], isPartial };
}

/** Nothing is violated any more, and what was is not avoided by never coming to it. */
function helps(before: Harm, after: Harm): boolean {
  return (
    after.violated.length === 0 &&
    after.undecided.length === 0 &&
    before.violated.every(({ property }) => after.holding.has(property.name))
  );
}

/** All choices of that many remedies that do not edit the same part. */
function* choices(remedies: readonly Remedy[], size: number, from = 0): Generator<readonly Remedy[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [index, remedy] of remedies.entries())
    if (index >= from)
      for (const others of choices(remedies, size - 1, index + 1))
        if (!others.some((other) => overlaps(remedy, other))) yield [remedy, ...others];
}

function overlaps(one: Remedy, other: Remedy): boolean {
  const paths = ({ edits }: Remedy): readonly string[] => edits.map(({ path }) => path.join('\n'));
  return paths(one).some((path) => paths(other).includes(path));
}

/** The models under which nothing of harm is violated or undecided, by what their transitions cost. */
async function safeAmong(
  { models, model, knownProperties }: AdviseRequest,
  scenario: Scenario,
  before: Harm,
  options: Omit<CheckOptions, 'onProgress'>,
): Promise<readonly SafeModel[]> {
  const safe: SafeModel[] = [];
  for (const each of models) {
    if (each.name === model.name || options.signal?.aborted) continue;
    const harm = await harmOf(scenario, each, knownProperties, options);
    // A model under which nothing happens, or which has no callbacks for what needs them, is no advice.
    const isOfNoUse = scenario.patch.callbacks.size > 0 && !each.model.runsCallbacks;
    if (isOfNoUse || harm.holding.size === 0 || !helps(before, harm)) continue;
    const costs = knownProperties.filter(
      (property) => severityOf(property) === 'cost' || property.name === 'convergence',
    );
    const { cells } = await check(
      {
        scenarios: [{ ...scenario, expectations: [], formulas: [] }],
        knownModels: [each.model],
        knownProperties,
        models: [each],
        properties: costs,
      },
      options,
    );
    safe.push({ model: each, cells });
  }
  return safe.sort(
    (one, other) => interruptionOf(one) - interruptionOf(other) || mayNotEnd(one) - mayNotEnd(other),
  );
}

function interruptionOf({ cells }: SafeModel): number {
  const verdict = cells.find(({ property }) => property.name === 'interruption')?.verdict;
  const worst = verdict?.kind === 'measured' ? verdict.measures[0]?.worst : undefined;
  return worst === 'unbounded' ? Number.MAX_SAFE_INTEGER : (worst ?? 0);
}

function mayNotEnd({ cells }: SafeModel): number {
  const verdict = cells.find(({ property }) => property.name === 'convergence')?.verdict;
  return verdict?.kind === 'violated' ? 1 : 0;
}

async function coreOf(
  { text, file, model }: AdviseRequest,
  { property }: Cell,
  { signal, budget = unlimited }: AdviseOptions,
): Promise<Minimal | undefined> {
  return minimise(
    { document: documentOf(text, file), model, property },
    { budget, ...(signal && { signal }) },
  );
}

function scenarioOf(text: string, file: string): Scenario {
  const parsed = parseScenario(text, file);
  if (!parsed.ok) throw new InputError(parsed.diagnostics);
  return parsed.value;
}

function documentOf(text: string, file: string): ScenarioDocument {
  const parsed = parseDocumentOf(text, file);
  if (!parsed.ok) throw new InputError(parsed.diagnostics);
  return parsed.value.value;
}
