import { type Budget, type Parallelism, type SearchResult, unlimited } from '../engine/index.js';
import {
  type Composition,
  describeFairness,
  type Finding,
  type ModelInstance,
  type Property,
  TooManyLocationsError,
} from '../livepatch/index.js';
import { InputError, printStatement, type Scenario } from '../scenario/index.js';
import type { Expectations } from './expectations.js';
import { type Counterexample, replay } from './replay.js';
import { type Answer, replayDeadEnd, replayMeasurement } from './replay-answer.js';
import { replayLasso } from './replay-lasso.js';
import { mostConclusive, type Reductions, type Search, searchInTurn } from './searches.js';
import { type Cell, type Measure, meets, type UnreachedStatement, type Verdict } from './verdict.js';

export interface CheckOptions {
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
}

/**
 * Checks a scenario under one consistency model, for several properties in as few searches as will do.
 *
 * @throws InputError when the calls of the scenario nest too deeply
 * @throws SystemDefinitionError, OutOfRangeError when a model or a property uses the language wrongly
 * @throws ReplayError when the two semantics disagree: an internal error, never a verdict
 */
export async function checkModel(
  scenario: Scenario,
  model: ModelInstance,
  properties: readonly Property[],
  expectations: Expectations | undefined,
  { budget = unlimited, reductions = 'automatic', ...options }: CheckOptions = {},
): Promise<Column> {
  const searches = await explained(
    scenario,
    searchInTurn(scenario, model, properties, reductions, { budget, ...options }),
  );
  const cells = properties.map((property): Cell => {
    const { composition, result } = searches.find((each) => each.properties.includes(property)) as Search;
    const verdict = verdictOf(composition, result, composition.properties.indexOf(property));
    const expected = expectations?.of(model, property);
    return {
      scenario,
      model,
      property,
      verdict,
      exhaustive: result.stopped === undefined,
      ...((property.kind === 'liveness' || property.kind === 'quantity') && {
        fairness: describeFairness(composition.system.fairness),
      }),
      statistics: result.statistics,
      ...(expected && { expected, asExpected: meets(verdict, expected) }),
    };
  });
  const { composition, result } = mostConclusive(searches);
  return { cells, unreached: result.stopped ? [] : unreachedStatements(composition, result) };
}

/** @throws InputError in place of what is the fault of the scenario */
async function explained<T>(scenario: Scenario, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof TooManyLocationsError)) throw error;
    throw new InputError([{ message: error.message, file: scenario.file, ...error.task.source }]);
  }
}

function verdictOf(composition: Composition, result: SearchResult<Finding>, index: number): Verdict {
  const { name, kind } = composition.properties[index] as Property;
  const path = result.counterexamples.get(name);
  if (path) return { kind: 'violated', counterexample: replay(composition, name, path) };
  if (result.stopped) return { kind: 'inconclusive', reason: result.stopped };
  const counterexample = counterexampleOf(composition, result.findings, name);
  if (counterexample) return { kind: 'violated', counterexample };
  const premises = kind === 'safety' ? [0, index + 1] : [index + 1];
  const unmet = premises.find((goal) => !result.reached[goal]);
  const vacuous = unmet === undefined ? undefined : composition.premises[unmet]?.otherwise;
  if (kind === 'quantity') return measured(composition, result.findings, name, vacuous);
  return { kind: 'holds', ...(vacuous !== undefined && { vacuous }) };
}

/** Of the runs that the questions of a property have for an answer, the shortest. */
function counterexampleOf(
  composition: Composition,
  findings: readonly Finding[],
  property: string,
): Counterexample | undefined {
  const runs = composition.questions.flatMap((question, index): readonly (() => Counterexample)[] => {
    const finding = findings[index];
    if (question.property !== property) return [];
    if (question.kind === 'formula' && finding?.kind === 'formula' && finding.lasso) {
      const { lasso } = finding;
      return [() => replayLasso(composition, property, question.temporal, lasso)];
    }
    if (question.kind === 'possibility' && finding?.kind === 'possibility' && finding.deadEnd) {
      const { deadEnd } = finding;
      return [() => replayDeadEnd(composition, property, question.possibility, deadEnd)];
    }
    return [];
  });
  return runs
    .map((replayed) => replayed())
    .reduce<Counterexample | undefined>(
      (one, other) => (one && one.steps.length <= other.steps.length ? one : other),
      undefined,
    );
}

/** Of what is measured for several tasks, the best and the worst. */
function measured(
  composition: Composition,
  findings: readonly Finding[],
  property: string,
  vacuous: string | undefined,
): Verdict {
  const answers = composition.questions.flatMap((question, index) => {
    const finding = findings[index];
    if (question.property !== property || question.kind !== 'quantity' || finding?.kind !== 'quantity')
      return [];
    const { quantity } = question;
    return quantity.units.map((unit, position): Answer => {
      const measurement = finding.measurements[position];
      if (!measurement) throw new Error(`nothing was found out about ${unit.name}`);
      return { quantity, unit, measurement };
    });
  });
  const units = [...new Set(answers.map(({ unit }) => unit.name))];
  const worstOf = (name: string): Answer =>
    answers
      .filter(({ unit }) => unit.name === name)
      .reduce((one, other) => (sizeOf(other) > sizeOf(one) ? other : one));
  const measures = units.map((name): Measure => {
    const bests = answers.flatMap(({ unit, measurement: { best } }) =>
      unit.name === name && best !== undefined ? [best] : [],
    );
    const { worst } = worstOf(name).measurement;
    return { unit: name, ...(bests.length > 0 && { best: Math.min(...bests) }), worst };
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

function sizeOf({ measurement: { worst } }: Answer): number {
  return worst === 'unbounded' ? Number.POSITIVE_INFINITY : worst;
}

/** A statement is reached when some task comes to it, in whichever place its body was inlined. */
function unreachedStatements(
  { scenario, instance: model, executed }: Composition,
  { firedEdges }: SearchResult,
): readonly UnreachedStatement[] {
  const statements = new Map<string, UnreachedStatement & { fired: boolean }>();
  // Whoever waits at a statement has reached it, although he may never get past it.
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
