import {
  type Budget,
  type Parallelism,
  type SearchResult,
  SystemTooLargeError,
  unlimited,
} from '../engine/index.js';
import {
  type Answer,
  type Composition,
  describeFairness,
  type ModelInstance,
  type Property,
  TaskTooLargeError,
  type Woven,
  weave,
} from '../livepatch/index.js';
import {
  type Counterexample,
  replay,
  replayDeadEnd,
  replayLasso,
  replayMeasurement,
  type UnitMeasured,
} from '../replay/index.js';
import { InputError, printStatement, type Scenario } from '../scenario/index.js';
import { type Decision, decide, type Evidence } from './decide.js';
import type { Expectations } from './expectations.js';
import { Origins } from './origin.js';
import { mostConclusive, type Reductions, type Search, type Surveyed, searchInTurn } from './searches.js';
import { type Cell, type Measure, meets, type UnreachedStatement, type Verdict } from './verdict.js';

export interface CheckOptions extends Surveyed {
  readonly budget?: Budget;
  /** Which reductions to use for safety properties; unless said, all that are sound, where a search is not small. */
  readonly reductions?: Reductions;
  /** With how many threads to search, and from when on. */
  readonly parallelism?: Partial<Parallelism>;
  /** Stops the search; what is not known by then is `inconclusive`. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly states: number; readonly elapsedMs: number }) => void;
}

/** All verdicts of one scenario under one model. */
export interface Column {
  readonly cells: readonly Cell[];
  /** Empty when the search did not visit every state: then nothing is known to be unreachable. */
  readonly unreached: readonly UnreachedStatement[];
  /** Those by which the cells were decided. */
  readonly searches: readonly Search[];
}

/**
 * Checks a scenario under one consistency model, for several properties in as few searches as will do.
 *
 * @throws InputError when the scenario is too large to be searched
 * @throws SystemDefinitionError, OutOfRangeError when a model or a property uses the language wrongly
 * @throws ReplayError when the two semantics disagree: an internal error, never a verdict
 */
export async function checkModel(
  scenario: Scenario,
  model: ModelInstance,
  properties: readonly Property[],
  expectations: Expectations | undefined,
  options: CheckOptions = {},
): Promise<Column> {
  const woven = weaveOrExplain(scenario, model);
  return checkWoven(woven, properties, expectations, originsOf(scenario, properties), options);
}

/** The same, of a scenario that is woven with the model already. */
export async function checkWoven(
  woven: Woven,
  properties: readonly Property[],
  expectations: Expectations | undefined,
  origins: Origins,
  { budget = unlimited, reductions = 'automatic', ...options }: CheckOptions = {},
): Promise<Column> {
  const { scenario, instance: model } = woven;
  const start = performance.now();
  const searches = await searchInTurn(woven, properties, reductions, { budget, ...options }).catch((error) =>
    explainSize(error, scenario),
  );
  const cells: Cell[] = [];
  for (const property of properties) {
    const { composition, result } = searches.find((each) => each.properties.includes(property)) as Search;
    const found = verdictOf(composition, result, property.name);
    const timeoutMs = budget.timeoutMs - (performance.now() - start);
    const verdict =
      found.kind === 'violated' && property.kind === 'safety'
        ? await origins.attribute(woven, property, found, { ...options, budget: { ...budget, timeoutMs } })
        : found;
    const expected = expectations?.of(model, property);
    cells.push({
      scenario,
      model,
      property,
      verdict,
      exhaustive: result.stopped === undefined,
      ...((property.kind === 'liveness' || property.kind === 'quantity') && {
        fairness: describeFairness(composition.system),
      }),
      statistics: result.statistics,
      ...(expected && { expected, asExpected: meets(verdict, expected) }),
    });
  }
  const { composition, result } = mostConclusive(searches);
  return { cells, unreached: result.stopped ? [] : unreachedStatements(composition, result), searches };
}

/** For all models of one scenario. */
export function originsOf(scenario: Scenario, properties: readonly Property[]): Origins {
  return new Origins(scenario, properties, verdictOf);
}

/** @throws InputError in place of what is the fault of the scenario */
export function weaveOrExplain(scenario: Scenario, model: ModelInstance): Woven {
  try {
    return weave(scenario, model);
  } catch (error) {
    return explainSize(error, scenario);
  }
}

/** @throws InputError when the error says that the scenario is too large, else the error itself */
function explainSize(error: unknown, { file, tasks }: Scenario): never {
  if (error instanceof TaskTooLargeError)
    throw new InputError([{ code: 'too-large', message: error.message, file, ...error.task.source }]);
  if (!(error instanceof SystemTooLargeError)) throw error;
  const largest = tasks.find(({ name }) => name === error.template.name);
  throw new InputError([{ code: 'too-large', message: error.message, file, ...largest?.source }]);
}

function verdictOf(composition: Composition, result: SearchResult<Answer>, property: string): Verdict {
  const decision = decide(composition, result, property);
  switch (decision.kind) {
    case 'violated': {
      const [first, ...others] = decision.evidence.map((each) => replayed(composition, property, each));
      return { kind: 'violated', counterexample: others.reduce(shorter, first as Counterexample) };
    }
    case 'measured':
      return measured(composition, property, decision);
    default:
      return decision;
  }
}

function replayed(composition: Composition, property: string, evidence: Evidence): Counterexample {
  switch (evidence.kind) {
    case 'path':
      return replay(composition, property, evidence.path);
    case 'lasso':
      return replayLasso(composition, property, evidence.temporal, evidence.lasso);
    case 'dead-end':
      return replayDeadEnd(composition, property, evidence.possibility, evidence.deadEnd);
  }
}

/** The shorter of two. Where either question may have a shorter one still, so may the property. */
function shorter(one: Counterexample, other: Counterexample): Counterexample {
  const mayBeShorter = one.mayBeShorter || other.mayBeShorter;
  return { ...(one.steps.length <= other.steps.length ? one : other), mayBeShorter };
}

/** Of what is measured for several tasks, the best and the worst. */
function measured(
  composition: Composition,
  property: string,
  { answers: found, vacuous }: Decision & { readonly kind: 'measured' },
): Verdict {
  const answers = found.flatMap(({ quantity, measurements }) =>
    measurements.map((measurement): UnitMeasured => ({ quantity, measurement })),
  );
  const units = [...new Set(answers.map(({ measurement: { unit } }) => unit.name))];
  const worstOf = (name: string): UnitMeasured =>
    answers
      .filter(({ measurement: { unit } }) => unit.name === name)
      .reduce((one, other) => (isWorse(other, one) ? other : one));
  const measures = units.map((name): Measure => {
    const bests = answers.flatMap(({ measurement: { unit, best } }) =>
      unit.name === name && best !== undefined ? [best] : [],
    );
    const { worst, neverEnds } = worstOf(name).measurement;
    return {
      unit: name,
      ...(bests.length > 0 && { best: Math.min(...bests) }),
      worst,
      ...(neverEnds && { neverEnds }),
    };
  });
  const run =
    units[0] === undefined ? undefined : replayMeasurement(composition, property, worstOf(units[0]));
  return {
    kind: 'measured',
    measures,
    ...(vacuous !== undefined && { vacuous }),
    ...(run && { run }),
  };
}

/** Of two that take as much, the worse is the one that comes to an end: what the other says is a lower bound only. */
function isWorse({ measurement: one }: UnitMeasured, { measurement: other }: UnitMeasured): boolean {
  if (one.worst === other.worst) return other.neverEnds === true && one.neverEnds === undefined;
  return one.worst === 'unbounded' || (other.worst !== 'unbounded' && one.worst > other.worst);
}

/** A statement is reached when some task comes to it, wherever its body was inlined. */
function unreachedStatements(
  { scenario, instance: model, executed }: Composition,
  { firedEdges }: SearchResult,
): readonly UnreachedStatement[] {
  const statements = new Map<string, UnreachedStatement & { fired: boolean }>();
  // A task that waits at a statement has reached it, although it may never get past it.
  const arrivedAt = new Set([...firedEdges].map(({ to }) => to));
  for (const { edge, statement, body } of executed) {
    const key = `${body}\n${statement.source.line}\n${statement.source.column}`;
    const known = statements.get(key);
    const fired = firedEdges.has(edge) || arrivedAt.has(edge.from);
    if (known) known.fired ||= fired;
    else
      statements.set(key, {
        scenario,
        model,
        body,
        statement: printStatement(statement),
        line: statement.source.line,
        fired,
      });
  }
  return [...statements.values()].filter(({ fired }) => !fired).map(({ fired: _, ...each }) => each);
}
