import type { Analysis } from '../engine/index.js';
import {
  type DeadEnd,
  FormulaCheck,
  type Measurement,
  type Possibility,
  PossibilityCheck,
  type Quantity,
  QuantityCheck,
  type Satisfaction,
  type TemporalProperty,
  type Undemanding,
  VacuityCheck,
} from '../logic/index.js';
import type { ProcessReference } from '../system/index.js';
import type { NamedObserver } from './observer.js';

/** One thing that a property asks about the graph of all states. A property may ask several. */
export type Question = FormulaQuestion | PossibilityQuestion | QuantityQuestion;

interface Asked {
  /** Of the analysis that answers it. */
  readonly name: string;
  readonly property: string;
}

export interface FormulaQuestion extends Asked {
  readonly kind: 'formula';
  readonly temporal: TemporalProperty;
  /** The formula without its demands, where it is to be asked whether it holds vacuously. */
  readonly undemanding?: Undemanding;
}

export interface PossibilityQuestion extends Asked {
  readonly kind: 'possibility';
  readonly possibility: Possibility;
}

export interface QuantityQuestion extends Asked {
  readonly kind: 'quantity';
  readonly quantity: Quantity;
}

/** The answer to a question, with the question. */
export type Answer =
  /** With a run that does not satisfy the formula, if there is one, or with whatever does not matter in it. */
  | (FormulaQuestion & Satisfaction)
  /** With a run to where it is not possible any more, if there is one. */
  | (PossibilityQuestion & { readonly deadEnd?: DeadEnd })
  /** One for each unit of the quantity. */
  | (QuantityQuestion & { readonly measurements: readonly Measurement[] });

export function questionsOf(
  observer: NamedObserver,
  tasks: readonly ProcessReference[],
): readonly Question[] {
  const { property } = observer;
  const asked = (index: number): Asked => ({ property, name: `${property}, question ${index + 1}` });
  switch (observer.kind) {
    case 'safety':
      return [];
    case 'liveness':
      return observer.formulas(tasks).map(({ undemanding, ...temporal }, index) => ({
        ...asked(index),
        kind: 'formula',
        temporal,
        ...(undemanding && { undemanding }),
      }));
    case 'branching':
      return observer
        .possibilities(tasks)
        .map((possibility, index) => ({ ...asked(index), kind: 'possibility', possibility }));
    case 'quantity':
      return observer
        .quantities(tasks)
        .map((quantity, index) => ({ ...asked(index), kind: 'quantity', quantity }));
  }
}

/** @throws AutomatonTooLargeError, TooManyAtomsError for a formula that is too large */
export function analysisOf(question: Question): Analysis<Answer> {
  switch (question.kind) {
    case 'formula':
      if (question.undemanding)
        return answering(new VacuityCheck(question.temporal, question.undemanding), (found) => ({
          ...question,
          ...found,
        }));
      return answering(new FormulaCheck(question.temporal), (lasso) => ({
        ...question,
        ...(lasso && { lasso }),
      }));
    case 'possibility':
      return answering(new PossibilityCheck(question.possibility), (deadEnd) => ({
        ...question,
        ...(deadEnd && { deadEnd }),
      }));
    case 'quantity':
      return answering(new QuantityCheck(question.quantity), (measurements) => ({
        ...question,
        measurements,
      }));
  }
}

function answering<Raw>(analysis: Analysis<Raw>, toAnswer: (raw: Raw) => Answer): Analysis<Answer> {
  return {
    conditions: analysis.conditions,
    *run(graph, predicates) {
      return toAnswer(yield* analysis.run(graph, predicates));
    },
  };
}
