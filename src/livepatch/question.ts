import type { Analysis } from '../engine/index.js';
import {
  type DeadEnd,
  FormulaCheck,
  type Lasso,
  type Measurement,
  type Possibility,
  PossibilityCheck,
  type Quantity,
  QuantityCheck,
  type TemporalProperty,
} from '../logic/index.js';
import type { ProcessReference } from '../system/index.js';
import type { Observer } from './property.js';

/** One thing that a property asks about the graph of all states. A property may ask several. */
export type Question = { readonly property: string } & (
  | { readonly kind: 'formula'; readonly temporal: TemporalProperty }
  | { readonly kind: 'possibility'; readonly possibility: Possibility }
  | { readonly kind: 'quantity'; readonly quantity: Quantity }
);

/** The answer to a question. */
export type Finding =
  /** With a run that does not satisfy the formula, if there is one. */
  | { readonly kind: 'formula'; readonly lasso?: Lasso }
  /** With a run to where it is not possible any more, if there is one. */
  | { readonly kind: 'possibility'; readonly deadEnd?: DeadEnd }
  /** One for each unit of the quantity. */
  | { readonly kind: 'quantity'; readonly measurements: readonly Measurement[] };

export function questionsOf(
  observers: readonly (Observer & { readonly property: string })[],
  tasks: readonly ProcessReference[],
): readonly Question[] {
  return observers.flatMap((observer): readonly Question[] => {
    const { property } = observer;
    return [
      ...(observer.formulas?.(tasks) ?? []).map(
        (temporal) => ({ property, kind: 'formula', temporal }) as const,
      ),
      ...(observer.possibilities?.(tasks) ?? []).map(
        (possibility) => ({ property, kind: 'possibility', possibility }) as const,
      ),
      ...(observer.quantities?.(tasks) ?? []).map(
        (quantity) => ({ property, kind: 'quantity', quantity }) as const,
      ),
    ];
  });
}

/** @throws AutomatonTooLargeError, TooManyAtomsError for a formula that is too large */
export function analysisOf(question: Question): Analysis<Finding> {
  switch (question.kind) {
    case 'formula':
      return answering(new FormulaCheck(question.temporal), (lasso) => ({
        kind: 'formula',
        ...(lasso && { lasso }),
      }));
    case 'possibility':
      return answering(new PossibilityCheck(question.possibility), (deadEnd) => ({
        kind: 'possibility',
        ...(deadEnd && { deadEnd }),
      }));
    case 'quantity':
      return answering(new QuantityCheck(question.quantity), (measurements) => ({
        kind: 'quantity',
        measurements,
      }));
  }
}

function answering<Answer>(
  analysis: Analysis<Answer>,
  toFinding: (answer: Answer) => Finding,
): Analysis<Finding> {
  return {
    conditions: analysis.conditions,
    *run(graph, predicates) {
      return toFinding(yield* analysis.run(graph, predicates));
    },
  };
}
