import type { AmpleLocation, ReductionPlan } from '../reduction/index.js';

/** What is known of a location of a process at which it need not be seen; nothing where it must be. */
export function mergedAt(plan: ReductionPlan, process: number, location: number): AmpleLocation | undefined {
  const known = plan.merges ? plan.ampleSets?.[process]?.[location] : undefined;
  return known?.conditions.some(({ onlyEdge }) => onlyEdge !== undefined) ? known : undefined;
}

/** The name of the function that goes on from there, in place of `emit`. */
export function arrivalFunction(plan: ReductionPlan, process: number, location: number): string | undefined {
  return mergedAt(plan, process, location) && `arrive${process}_${location}`;
}
