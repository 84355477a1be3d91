import { type Budget, type SearchResult, search, unlimited } from '../engine/index.js';
import {
  type Composition,
  compose,
  type ModelInstance,
  type SafetyProperty,
  TooManyLocationsError,
} from '../livepatch/index.js';
import { InputError, printStatement, type Scenario } from '../scenario/index.js';
import type { Expectations } from './expectations.js';
import { replay } from './replay.js';
import { type Cell, meets, type UnreachedStatement, type Verdict } from './verdict.js';

export interface CheckOptions {
  readonly budget?: Budget;
  /** Stops the search; what is not known by then is `inconclusive`. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly states: number; readonly elapsedMs: number }) => void;
}

/** All verdicts of one scenario under one model: one search. */
export interface Column {
  readonly cells: readonly Cell[];
  /** Empty when the search did not visit every state: then nothing is known to be unreachable. */
  readonly unreached: readonly UnreachedStatement[];
}

/**
 * Checks a scenario under one consistency model, for several properties in one search.
 *
 * @throws InputError when the calls of the scenario nest too deeply
 * @throws SystemDefinitionError, OutOfRangeError when a model or a property uses the language wrongly
 * @throws ReplayError when the two semantics disagree: an internal error, never a verdict
 */
export async function checkModel(
  scenario: Scenario,
  model: ModelInstance,
  properties: readonly SafetyProperty[],
  expectations: Expectations | undefined,
  { budget = unlimited, ...options }: CheckOptions = {},
): Promise<Column> {
  const composition = composeOrExplain(scenario, model, properties);
  const result = await search(composition.system, composition.requirements, { budget, ...options });
  const cells = properties.map((property, index): Cell => {
    const verdict = verdictOf(composition, result, index);
    const expected = expectations?.of(model, property);
    return {
      scenario,
      model,
      property,
      verdict,
      exhaustive: result.stopped === undefined,
      statistics: result.statistics,
      ...(expected && { expected, asExpected: meets(verdict, expected) }),
    };
  });
  return { cells, unreached: result.stopped ? [] : unreachedStatements(composition, result) };
}

function composeOrExplain(
  scenario: Scenario,
  model: ModelInstance,
  properties: readonly SafetyProperty[],
): Composition {
  try {
    return compose(scenario, model, properties);
  } catch (error) {
    if (!(error instanceof TooManyLocationsError)) throw error;
    throw new InputError([{ message: error.message, file: scenario.file, ...error.task.source }]);
  }
}

function verdictOf(composition: Composition, result: SearchResult, index: number): Verdict {
  const { name } = composition.properties[index] as SafetyProperty;
  const path = result.counterexamples.get(name);
  if (path) return { kind: 'violated', counterexample: replay(composition, name, path) };
  if (result.stopped) return { kind: 'inconclusive', reason: result.stopped };
  const unmet = [0, index + 1].find((goal) => !result.reached[goal]);
  if (unmet === undefined) return { kind: 'holds' };
  return { kind: 'holds', vacuous: composition.premises[unmet]?.otherwise ?? 'its premise never comes true' };
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
