import type { StateGraph } from '../engine/index.js';
import type { Unit } from './quantity.js';

/** What is known about one unit, in each state. */
export class Count {
  /** By kind of step: 1 when it is counted. */
  readonly weights: Uint8Array;
  /** By state: the {@link Length} of the longest way from there. */
  readonly longest: Int32Array;
  /** The lowest state from which a step is counted that lies on a cycle, and that step. */
  pump: { readonly state: number; readonly transition: number } | undefined;

  constructor(
    { system, stepKinds, stateCount, memory }: StateGraph,
    readonly unit: Unit,
  ) {
    this.weights = Uint8Array.from(stepKinds, ({ process, tags }) => {
      const { [process]: taker } = system.processes;
      return taker && unit.counts(taker, tags) ? 1 : 0;
    });
    this.longest = memory.claim(Int32Array, stateCount);
  }
}
