import type { Edge } from './graph.js';

/**
 * A fairness constraint: justice (weak) or compassion (strong) of a set of steps, in the sense of Manna and Pnueli, *The
 * Temporal Logic of Reactive and Concurrent Systems* (1992), ch. 2. A run is weakly fair when the steps are taken again
 * and again or are again and again not there; strongly fair when they are taken again and again or are, from some
 * point on, never there.
 *
 * It constrains each process of its template by itself. Which finite runs there are, it does not change.
 */
export interface FairnessConstraint {
  readonly strength: 'weak' | 'strong';
  /** The name of the template whose processes it constrains. */
  readonly template: string;
  /** Only steps with this tag, or only those without; all steps of the process when absent. */
  readonly steps?: { readonly withTag: string } | { readonly withoutTag: string };
}

/** Whether a step by `edge`, which is of the template of the constraint, is one that it speaks of. */
export function isConstrained(
  { steps }: FairnessConstraint,
  { action: { tags } }: Pick<Edge, 'action'>,
): boolean {
  if (steps === undefined) return true;
  return 'withTag' in steps ? tags.includes(steps.withTag) : !tags.includes(steps.withoutTag);
}
