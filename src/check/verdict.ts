import type { Statistics, StopReason } from '../engine/index.js';
import type { ModelInstance, Property } from '../livepatch/index.js';
import type { Counterexample, WorstCaseRun } from '../replay/index.js';
import { type ExpectedVerdict, isExpectedValue, type Scenario } from '../scenario/index.js';

/** What a search found out about one property. */
export type Verdict =
  /** Every reachable state was visited, and none violates it. */
  | {
      readonly kind: 'holds';
      /** Present when it holds only because what it speaks of cannot happen: says what never happened. */
      readonly vacuous?: string;
    }
  | {
      readonly kind: 'violated';
      readonly counterexample: Counterexample;
      /** Present where it is not the mechanism's doing: the run is one of the kernel that has it by itself. */
      readonly origin?: Origin;
    }
  /** The answer of a quantity, over all runs. */
  | {
      readonly kind: 'measured';
      /** In several units, the one that is expected and shown in tables first. */
      readonly measures: readonly Measure[];
      readonly vacuous?: string;
      /** A run of the worst case, in the first unit. */
      readonly run?: WorstCaseRun;
    }
  /** The search stopped before it had visited every state, and had seen no violation by then. */
  | { readonly kind: 'inconclusive'; readonly reason: StopReason };

/** Whose a violation is that the model only does not prevent: of the old functions alone, or of the new ones alone. */
export type Origin = 'before the patch' | 'after the patch';

/** The best and the worst case of a quantity. */
export interface Measure {
  readonly unit: string;
  /** Absent where what is measured never comes to an end. */
  readonly best?: number;
  readonly worst: number | 'unbounded';
  /** Present where the worst case has no end: what it would take to come to one is at least `worst`. */
  readonly neverEnds?: true;
}

/** The worst case, or the best and the worst: `17`, `at least 3`, `2..unbounded`. */
export function printMeasure(
  { best, worst, neverEnds }: Measure,
  { unbounded, atLeast } = { unbounded: 'unbounded', atLeast: 'at least ' },
): string {
  const most = `${neverEnds ? atLeast : ''}${worst === 'unbounded' ? unbounded : worst}`;
  return best === undefined || best === worst ? most : `${best}..${most}`;
}

/** For {@link printMeasure}, where there is little room: `≥3`, `2..∞`. */
export const measureSymbols = { unbounded: '∞', atLeast: '≥' };

/** The verdict for one scenario, model and property: one cell of the table. */
export interface Cell {
  readonly scenario: Scenario;
  readonly model: ModelInstance;
  readonly property: Property;
  readonly verdict: Verdict;
  readonly expected?: ExpectedVerdict;
  /** Present when something is expected. */
  readonly asExpected?: boolean;
  /** Whether the search visited every reachable state. A violation may be found before that. */
  readonly exhaustive: boolean;
  /** What is assumed of the infinite runs; for a liveness property, or a quantity that may last for ever. */
  readonly fairness?: readonly string[];
  /** Of the search that gave the verdict. All properties of a scenario and a model share one. */
  readonly statistics: Statistics;
}

/** A statement that no reachable state of a scenario under a model executes. */
export interface UnreachedStatement {
  readonly scenario: Scenario;
  readonly model: ModelInstance;
  /** The body it stands in: `update (new)`. */
  readonly body: string;
  readonly statement: string;
  readonly line: number;
}

/** Whether a verdict is no evidence: what it speaks of cannot happen. */
export function isVacuous(verdict: Verdict): boolean {
  return (verdict.kind === 'holds' || verdict.kind === 'measured') && verdict.vacuous !== undefined;
}

/** Whether a verdict is the one that was expected. Nothing is as expected before it is known. */
export function meets(verdict: Verdict, expected: ExpectedVerdict): boolean {
  if (verdict.kind === 'measured') return meetsMeasured(verdict, expected);
  switch (expected) {
    case 'violated':
      return verdict.kind === 'violated';
    case 'before-the-patch':
      return verdict.kind === 'violated' && verdict.origin === 'before the patch';
    case 'after-the-patch':
      return verdict.kind === 'violated' && verdict.origin === 'after the patch';
    case 'holds':
      return verdict.kind === 'holds' && verdict.vacuous === undefined;
    case 'vacuous':
      return verdict.kind === 'holds' && verdict.vacuous !== undefined;
    case 'not-violated':
      return verdict.kind === 'holds';
    default:
      return false;
  }
}

/** A quantity cannot be violated; of one that is expected in numbers, the worst case is, or the best and the worst. */
function meetsMeasured(
  { measures: [first], vacuous }: Verdict & { readonly kind: 'measured' },
  expected: ExpectedVerdict,
): boolean {
  if (expected === 'not-violated') return true;
  if (expected === 'vacuous') return vacuous !== undefined;
  if (!isExpectedValue(expected) || first === undefined || vacuous !== undefined) return false;
  const [low, high] = expected.split('..');
  return high === undefined
    ? expected === String(first.worst)
    : low === String(first.best) && high === String(first.worst);
}
