import type { ConsistencyModel, ModelInstance, Property } from '../livepatch/index.js';
import { findModel, findProperty, isUnknown } from '../names/index.js';
import {
  type Diagnostic,
  type ErrorCode,
  type Expectation,
  type ExpectedVerdict,
  isExpectedValue,
  type Result,
  type Scenario,
} from '../scenario/index.js';

/** The verdicts that a scenario expects, with their names looked up. */
export interface Expectations {
  /** The models that the scenario names, in the order in which it does. */
  readonly models: readonly ModelInstance[];
  /** Whether it speaks of the models that it does not name. */
  readonly speaksOfOthers: boolean;
  of(model: ModelInstance, property: Property): ExpectedVerdict | undefined;
}

/** Stands, in an `expect` block, for the models or properties that it does not name. */
const others = 'others';

/** Looks up the names in the `expect` block of a scenario, and refuses a block that contradicts itself. */
export function resolveExpectations(
  scenario: Scenario,
  models: readonly ConsistencyModel[],
  properties: readonly Property[],
): Result<Expectations> {
  const diagnostics: Diagnostic[] = [];
  const verdicts = new Map<string, Expectation>();
  const named: ModelInstance[] = [];
  const report = ({ source }: Expectation, code: ErrorCode, message: string, hint?: string): void => {
    diagnostics.push({
      code,
      message: `expect: ${message}`,
      file: scenario.file,
      ...source,
      ...(hint && { hint }),
    });
  };
  for (const expectation of scenario.expectations) {
    const model = expectation.model === others ? undefined : findModel(expectation.model, models);
    const property =
      expectation.property === others ? undefined : findProperty(expectation.property, properties);
    if (model && isUnknown(model)) report(expectation, model.code, model.message, model.hint);
    if (property && isUnknown(property)) report(expectation, property.code, property.message, property.hint);
    if ((model && isUnknown(model)) || (property && isUnknown(property))) continue;
    if (model && !named.some(({ name }) => name === model.name)) named.push(model);
    const mismatch =
      property && !isUnknown(property) ? kindMismatch(property, expectation.verdict) : undefined;
    if (mismatch !== undefined) report(expectation, 'invalid-expectation', mismatch);
    const key = keyOf(model?.name ?? others, property?.name ?? others);
    const earlier = verdicts.get(key);
    if (earlier && earlier.verdict !== expectation.verdict)
      report(
        expectation,
        'invalid-expectation',
        `'${expectation.model}' and '${earlier.model}' are the same model, and ${expectation.property} is to be ` +
          `${expectation.verdict} for one and ${earlier.verdict} for the other`,
        `first at line ${earlier.source.line}`,
      );
    verdicts.set(key, expectation);
  }
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  const of = (model: ModelInstance, property: Property): ExpectedVerdict | undefined => {
    const row = named.some(({ name }) => name === model.name) ? model.name : others;
    return (verdicts.get(keyOf(row, property.name)) ?? verdicts.get(keyOf(row, others)))?.verdict;
  };
  const speaksOfOthers = scenario.expectations.some(({ model }) => model === others);
  return { ok: true, value: { models: named, speaksOfOthers, of } };
}

/** What no verdict of a property can be. */
function kindMismatch({ name, kind }: Property, verdict: ExpectedVerdict): string | undefined {
  if (
    verdict === 'vacuous' ||
    verdict === 'not-violated' ||
    isExpectedValue(verdict) === (kind === 'quantity')
  )
    return undefined;
  return kind === 'quantity'
    ? `'${name}' is a quantity: expected a number, unbounded, or a range such as 2..9, not '${verdict}'`
    : `'${name}' is no quantity: expected holds, violated, vacuous, not-violated, before-the-patch or after-the-patch, not '${verdict}'`;
}

function keyOf(model: string, property: string): string {
  return `${model}\n${property}`;
}
