import type { Analysis, StateGraph, StatePredicate } from '../engine/index.js';
import type { Expression } from '../system/index.js';
import { Count } from './count.js';
import { fewestSteps } from './fewest-steps.js';
import { FormulaCheck } from './formula-check.js';
import { LongestWays } from './longest-ways.js';
import { readLetters } from './product.js';
import { itEnds, type Measurement, type Quantity } from './quantity.js';
import { Region } from './region.js';

/**
 * Measures a quantity: longest and shortest paths through the states in which it is counted, the longest ones through the
 * condensation of their graph. Fairness says only whether it can last for ever; a fair run may put off anything for
 * any finite time.
 */
export class QuantityCheck implements Analysis<readonly Measurement[]> {
  readonly conditions: readonly Expression<boolean>[];
  private readonly ends: FormulaCheck | undefined;

  constructor(private readonly quantity: Quantity) {
    const { during, endlessIsUnbounded } = quantity;
    this.conditions = [during];
    if (endlessIsUnbounded) this.ends = new FormulaCheck(itEnds(during));
  }

  *run(graph: StateGraph, predicates: readonly StatePredicate[]): Generator<void, readonly Measurement[]> {
    const { memory } = graph;
    const endless = this.ends && (yield* this.ends.run(graph, predicates));
    const inside = (yield* readLetters(graph, predicates)) as Uint8Array;
    if (!inside.includes(1)) {
      memory.release(inside);
      return this.quantity.units.map((unit) => ({ unit, worst: 0 }));
    }
    const region = new Region(graph, inside);
    const counts = this.quantity.units.map((unit) => new Count(graph, unit));
    const ways = new LongestWays(region, counts);
    if (!endless) yield* ways.find();
    const measurements: Measurement[] = [];
    for (const count of counts) {
      const { unit } = count;
      const worst: Measurement = endless ? { unit, worst: 'unbounded', endless } : ways.worst(count);
      const best = yield* fewestSteps(region, count);
      measurements.push(best === undefined ? worst : { ...worst, best });
    }
    ways.release();
    memory.release(inside, ...counts.map(({ longest }) => longest));
    return measurements;
  }
}
