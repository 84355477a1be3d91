import type { Statistics, StopReason } from '../engine/index.js';
import type { ModelInstance, SafetyProperty } from '../livepatch/index.js';
import type { ExpectedVerdict, Scenario } from '../scenario/index.js';
import type { Counterexample } from './replay.js';

/** What a search found out about one property. */
export type Verdict =
  /** Every reachable state was visited, and none violates it. */
  | {
      readonly kind: 'holds';
      /** Present when it holds only because what it speaks of cannot happen: says what never happened. */
      readonly vacuous?: string;
    }
  | { readonly kind: 'violated'; readonly counterexample: Counterexample }
  /** The search stopped before it had visited every state, and had seen no violation by then. */
  | { readonly kind: 'inconclusive'; readonly reason: StopReason };

/** The verdict for one scenario, model and property: one cell of the table. */
export interface Cell {
  readonly scenario: Scenario;
  readonly model: ModelInstance;
  readonly property: SafetyProperty;
  readonly verdict: Verdict;
  readonly expected?: ExpectedVerdict;
  /** Present when something is expected. */
  readonly asExpected?: boolean;
  /** Whether the search visited every reachable state. A violation may be found before that. */
  readonly exhaustive: boolean;
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

/** Whether a verdict is the one that was expected. Nothing is as expected before it is known. */
export function meets(verdict: Verdict, expected: ExpectedVerdict): boolean {
  switch (expected) {
    case 'violated':
      return verdict.kind === 'violated';
    case 'holds':
      return verdict.kind === 'holds' && verdict.vacuous === undefined;
    case 'vacuous':
      return verdict.kind === 'holds' && verdict.vacuous !== undefined;
    case 'not-violated':
      return verdict.kind === 'holds';
  }
}
