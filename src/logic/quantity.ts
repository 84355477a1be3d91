import type { Expression, Process, State } from '../system/index.js';
import type { Formula } from './formula.js';
import type { TemporalProperty } from './formula-check.js';
import type { Lasso } from './lasso.js';

/** How many steps are taken while something is true: the most, and the fewest, over all runs. */
export interface Quantity {
  /** Steps are counted from where it becomes true to where it becomes false. */
  readonly during: Expression<boolean>;
  /** What is counted, each by itself. */
  readonly units: readonly Unit[];
  /** Whether a count is unbounded where some fair run stays for ever, though nothing be counted in it any more. */
  readonly endlessIsUnbounded: boolean;
}

export interface Unit {
  /** `steps of other tasks`. */
  readonly name: string;
  counts(process: Process, tags: readonly string[]): boolean;
}

/** What was found out about one unit of a quantity. */
export interface Measurement {
  readonly unit: Unit;
  /** Absent when `during` never becomes true and false again. */
  readonly best?: number;
  readonly worst: number | 'unbounded';
  /** Present where `worst` is a number, and `during` stays true for ever in each run that takes as much. */
  readonly neverEnds?: true;
  /** A run of the worst case. Absent when `during` never becomes true. */
  readonly run?: {
    readonly states: readonly State[];
    /** Where the cycle begins by which the count grows without bound. */
    readonly loopStart?: number;
  };
  /** In the place of `run`, a fair run in which `during` stays true for ever. */
  readonly endless?: Lasso;
}

/** That it never stays true for ever. */
export function itEnds(during: Expression<boolean>): TemporalProperty {
  const isTrue: Formula = { kind: 'atom', name: 'during' };
  const isOver: Formula = { kind: 'eventually', operand: { kind: 'not', operand: isTrue } };
  const formula: Formula = { kind: 'always', operand: { kind: 'implies', left: isTrue, right: isOver } };
  return { formula, atoms: new Map([['during', during]]) };
}
