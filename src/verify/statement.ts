import { createHash } from 'node:crypto';
import type { Expression, System } from '../system/index.js';

/** What is claimed of: a transition system, and what each property asks of it. Made from a scenario and a model, never from a certificate. */
export interface Statement {
  readonly system: System;
  readonly properties: readonly PropertyStatement[];
}

/** What a property asks. It holds when all of it is so. */
export interface PropertyStatement {
  readonly name: string;
  /** Whether it is a number that is asked for. */
  readonly isQuantity: boolean;
  /** What must come true somewhere, lest it hold vacuously. */
  readonly premises: readonly Expression<boolean>[];
  /** True in every state. What the steps of the system assert under the name of the property is true too. */
  readonly invariants: readonly Expression<boolean>[];
  /** No process of that role is ever stuck: not at an end, and without a step in every future. */
  readonly deadlockRole?: string;
  readonly questions: readonly Question[];
}

export type Question = FormulaQuestion | PossibilityQuestion | QuantityQuestion;

/** A formula of linear temporal logic, true of every fair run. */
export interface FormulaQuestion {
  readonly kind: 'formula';
  readonly formula: LinearFormula;
  readonly atoms: ReadonlyMap<string, Expression<boolean>>;
  /** The formula with `false` for what it demands: if that is true of every fair run too, the formula holds vacuously. */
  readonly undemanding?: LinearFormula;
}

/** `AG (from -> EF goal)`, by some steps only. */
export interface PossibilityQuestion {
  readonly kind: 'possibility';
  readonly from: Expression<boolean>;
  readonly goal: Expression<boolean>;
  /** By the steps of these processes, or of all; besides, by steps with one of some tags; never by steps with another. */
  readonly by?: readonly string[];
  readonly orWithTags?: readonly string[];
  readonly withoutTag?: string;
}

/** How many steps are taken from where `during` becomes true to where it becomes false. */
export interface QuantityQuestion {
  readonly kind: 'quantity';
  readonly during: Expression<boolean>;
  readonly units: readonly CountedUnit[];
  /** Whether it is unbounded where `during` stays true for ever in a fair run. */
  readonly endlessIsUnbounded: boolean;
}

export interface CountedUnit {
  readonly name: string;
  counts(process: System['processes'][number], tags: readonly string[]): boolean;
}

/** Linear temporal logic (Baier and Katoen, ch. 5). */
export type LinearFormula =
  | { readonly kind: 'true' | 'false' }
  | { readonly kind: 'atom'; readonly name: string }
  | { readonly kind: 'not'; readonly operand: LinearFormula }
  | {
      readonly kind: 'and' | 'or' | 'implies' | 'equivalent';
      readonly left: LinearFormula;
      readonly right: LinearFormula;
    }
  | TemporalFormula;

export type TemporalFormula =
  | { readonly kind: 'next' | 'eventually' | 'always'; readonly operand: LinearFormula }
  | {
      readonly kind: 'until' | 'weak-until' | 'release';
      readonly left: LinearFormula;
      readonly right: LinearFormula;
    };

/** That `during` never stays true for ever. */
export const itEnds: LinearFormula = {
  kind: 'always',
  operand: {
    kind: 'implies',
    left: { kind: 'atom', name: 'during' },
    right: { kind: 'eventually', operand: { kind: 'not', operand: { kind: 'atom', name: 'during' } } },
  },
};

/** A digest of all that a statement says: equal for equal statements. */
export function digestOf({ system, properties }: Statement): string {
  const { variables, templates, processes, fairness } = system;
  const asData = (_: string, value: unknown): unknown => (value instanceof Map ? [...value] : value);
  const counted = properties.flatMap(({ questions }) =>
    questions.flatMap((question) =>
      question.kind !== 'quantity'
        ? []
        : question.units.map((unit) =>
            processes.map((process) =>
              process.template.graph.edges
                .map(({ action }) => (unit.counts(process, action.tags) ? 1 : 0))
                .join(''),
            ),
          ),
    ),
  );
  const said = [variables, templates, fairness, properties, counted];
  return createHash('sha256').update(JSON.stringify(said, asData)).digest('hex');
}
