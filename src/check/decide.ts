import type { Path, SearchResult, StopReason } from '../engine/index.js';
import { type Answer, type Composition, describeIrrelevance } from '../livepatch/index.js';
import type { DeadEnd, Lasso, Possibility, TemporalProperty } from '../logic/index.js';

/** What a search says of a property, before any run is replayed. */
export type Decision =
  | { readonly kind: 'holds'; readonly vacuous?: string }
  /** With one run, or several that violate it, each by itself. */
  | { readonly kind: 'violated'; readonly evidence: readonly [Evidence, ...Evidence[]] }
  | { readonly kind: 'measured'; readonly answers: readonly QuantityAnswer[]; readonly vacuous?: string }
  | { readonly kind: 'inconclusive'; readonly reason: StopReason };

/** What the engine gives for a run that violates a property. */
export type Evidence =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'lasso'; readonly temporal: TemporalProperty; readonly lasso: Lasso }
  | { readonly kind: 'dead-end'; readonly possibility: Possibility; readonly deadEnd: DeadEnd };

export type QuantityAnswer = Answer & { readonly kind: 'quantity' };

/**
 * Decides one property of a composition by the result of its search. It holds only where every state was visited, and not
 * vacuously only where all its premises came true, and something that its formulas demand mattered.
 *
 * @throws Error when the composition has no property of that name
 */
export function decide(
  { properties, premises }: Composition,
  { counterexamples, answers, reached, stopped }: SearchResult<Answer>,
  name: string,
): Decision {
  const property = properties.find((each) => each.name === name);
  const needed = premises.get(name);
  if (!property || !needed) throw new Error(`'${name}' was not searched for`);
  const path = counterexamples.get(name);
  if (path) return { kind: 'violated', evidence: [{ kind: 'path', path }] };
  if (stopped) return { kind: 'inconclusive', reason: stopped };
  const its = [...answers.values()].filter((answer) => answer.property === name);
  const [first, ...others] = its.flatMap(evidenceIn);
  if (first) return { kind: 'violated', evidence: [first, ...others] };
  const unmet = needed.find(({ goal }) => !reached.has(goal));
  const vacuous = unmet?.otherwise ?? irrelevanceIn(its);
  const vacuity = vacuous !== undefined && { vacuous };
  return property.kind === 'quantity'
    ? { kind: 'measured', answers: its.filter((each) => each.kind === 'quantity'), ...vacuity }
    : { kind: 'holds', ...vacuity };
}

/** That nothing matters which its formulas demand; undefined when something does in one of them. */
function irrelevanceIn(answers: readonly Answer[]): string | undefined {
  const irrelevant = answers.map((answer) => (answer.kind === 'formula' ? answer.irrelevant : undefined));
  if (irrelevant.length === 0 || irrelevant.includes(undefined)) return undefined;
  return describeIrrelevance(irrelevant.flatMap((demands) => demands ?? []));
}

function evidenceIn(answer: Answer): readonly Evidence[] {
  switch (answer.kind) {
    case 'formula':
      return answer.lasso ? [{ kind: 'lasso', temporal: answer.temporal, lasso: answer.lasso }] : [];
    case 'possibility':
      return answer.deadEnd
        ? [{ kind: 'dead-end', possibility: answer.possibility, deadEnd: answer.deadEnd }]
        : [];
    case 'quantity':
      return [];
  }
}
