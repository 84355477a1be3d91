import type { CycleDemands } from './cycle-demands.js';
import type { Horizon } from './horizon.js';

/** A stem that leads to a node, and a cycle from there back to it: the edges of the horizon, in their order. */
export interface FoundCycle {
  readonly start: number;
  readonly edges: readonly number[];
}

/** How much may still be done: edges followed, and pairs of a node and of what has been met. */
export interface Work {
  left: number;
}

const workPerSlice = 1 << 18;

/** Finds a shortest lasso within a horizon whose cycle meets what is demanded of it. */
export class CycleSearch {
  /** The edges that lead to a node, within its component: from `firstInto[node]` up to `firstInto[node + 1]`. */
  private readonly firstInto: Int32Array;
  private readonly into: Int32Array;
  /** By node: how many steps lead back to the start, where `seenFrom` is the start. */
  private readonly back: Int32Array;
  private readonly seenFrom: Int32Array;
  private slice = workPerSlice;

  /**
   * @param component by node: its component, or -1; the same where no cycle through it can meet the demands, afterwards
   * @param nodeBits by node: what is met there
   * @param edgeBits by edge: what is met by it
   */
  constructor(
    private readonly horizon: Horizon,
    private readonly component: Int32Array,
    private readonly demands: CycleDemands,
    private readonly nodeBits: Int32Array,
    private readonly edgeBits: Int32Array,
    private readonly work: Work,
  ) {
    const count = horizon.states.length;
    this.dropHopeless();
    this.firstInto = new Int32Array(count + 1);
    this.back = new Int32Array(count);
    this.seenFrom = new Int32Array(count).fill(-1);
    for (const [, target] of this.innerEdges())
      this.firstInto[target + 1] = (this.firstInto[target + 1] as number) + 1;
    for (let node = 0; node < count; node++)
      this.firstInto[node + 1] = (this.firstInto[node + 1] as number) + (this.firstInto[node] as number);
    this.into = new Int32Array(this.firstInto[count] as number);
    const next = this.firstInto.slice();
    for (const [node, target] of this.innerEdges()) {
      const position = next[target] as number;
      this.into[position] = node;
      next[target] = position + 1;
    }
  }

  /**
   * Of lassos of at most `longest` steps, a shortest, and of these one with a shortest cycle; incomplete when no work is
   * left in the end.
   */
  *run(longest: number): Generator<void, FoundCycle | undefined> {
    const { depths, states } = this.horizon;
    let best: FoundCycle | undefined;
    let bound = longest;
    let sameStem = -1;
    for (let start = 0; start < states.length && this.work.left > 0; start++) {
      // In breadth-first order, so the start of a cycle is the first of its nodes.
      const depth = depths[start] as number;
      const room = bound - depth - (depth === sameStem ? 1 : 0);
      if (room < 1) {
        if (depth === sameStem) continue;
        break;
      }
      if ((this.component[start] as number) < 0 || !this.mayReturn(start, room)) continue;
      const edges = yield* this.cycleFrom(start, room);
      if (edges === undefined) continue;
      best = { start, edges };
      bound = depth + edges.length;
      sameStem = depth;
    }
    return best;
  }

  private *innerEdges(): Generator<readonly [node: number, target: number]> {
    const { offsets, targets, states } = this.horizon;
    for (let node = 0; node < states.length; node++)
      for (let edge = offsets[node] as number; edge < (offsets[node + 1] as number); edge++) {
        const target = targets[edge] as number;
        if (this.component[node] === this.component[target] && (this.component[node] as number) >= 0)
          yield [node, target];
      }
  }

  /** Components in which something that is demanded is never met. */
  private dropHopeless(): void {
    const { offsets, targets, states } = this.horizon;
    const { component } = this;
    const collected = new Map<number, number>();
    states.forEach((_, node) => {
      const number = component[node] as number;
      let bits = collected.get(number) ?? 0;
      bits |= this.nodeBits[node] as number;
      for (let edge = offsets[node] as number; edge < (offsets[node + 1] as number); edge++)
        if (component[targets[edge] as number] === number) bits |= this.edgeBits[edge] as number;
      collected.set(number, bits);
    });
    component.forEach((number, node) => {
      if (!this.demands.couldBeMetBy(collected.get(number) ?? 0)) component[node] = -1;
    });
  }

  /**
   * Whether the nodes and edges on cycles through `start` of at most `room` steps meet together what is demanded. Cycles
   * through nodes that come before it have been looked at.
   */
  private mayReturn(start: number, room: number): boolean {
    const { offsets, targets } = this.horizon;
    const { back, seenFrom, component } = this;
    const queue = [start];
    seenFrom[start] = start;
    back[start] = 0;
    for (const node of queue) {
      const distance = (back[node] as number) + 1;
      if (distance >= room) break;
      for (let each = this.firstInto[node] as number; each < (this.firstInto[node + 1] as number); each++) {
        const before = this.into[each] as number;
        this.spend(1);
        if (before < start || seenFrom[before] === start) continue;
        seenFrom[before] = start;
        back[before] = distance;
        queue.push(before);
      }
    }
    let collected = 0;
    let returns = false;
    const forth = new Map([[start, 0]]);
    for (const [node, distance] of forth) {
      collected |= this.nodeBits[node] as number;
      for (let edge = offsets[node] as number; edge < (offsets[node + 1] as number); edge++) {
        const target = targets[edge] as number;
        this.spend(1);
        if (component[target] !== component[start] || seenFrom[target] !== start) continue;
        if (distance + 1 + (back[target] as number) > room) continue;
        collected |= this.edgeBits[edge] as number;
        if (target === start) returns = true;
        if (!forth.has(target)) forth.set(target, distance + 1);
      }
    }
    return returns && this.demands.couldBeMetBy(collected);
  }

  /** The edges of a shortest cycle of at most `room` steps that meets the demands, among the nodes that were just seen. */
  private *cycleFrom(start: number, room: number): Generator<void, readonly number[] | undefined> {
    const { offsets, targets } = this.horizon;
    const { back, seenFrom, component } = this;
    const width = 2 ** this.demands.bits;
    const first = this.nodeBits[start] as number;
    const nodes = [start];
    const collected = [first];
    const parents = [-1];
    const arrivals = [-1];
    const seen = new Set([start * width + first]);
    let levelEnd = 1;
    let length = 1;
    for (let position = 0; position < nodes.length && this.work.left > 0; position++) {
      if (position === levelEnd) {
        levelEnd = nodes.length;
        length += 1;
      }
      if (this.slice <= 0) {
        this.slice = workPerSlice;
        yield;
      }
      const node = nodes[position] as number;
      for (let edge = offsets[node] as number; edge < (offsets[node + 1] as number); edge++) {
        const target = targets[edge] as number;
        this.spend(1);
        if (component[target] !== component[start] || seenFrom[target] !== start) continue;
        if (length + (back[target] as number) > room) continue;
        const bits =
          (collected[position] as number) |
          (this.edgeBits[edge] as number) |
          (this.nodeBits[target] as number);
        if (target === start && this.demands.areMetBy(bits)) {
          const edges = [edge];
          for (let each = position; each > 0; each = parents[each] as number)
            edges.unshift(arrivals[each] as number);
          return edges;
        }
        const key = target * width + bits;
        if (seen.has(key)) continue;
        this.spend(3);
        seen.add(key);
        nodes.push(target);
        collected.push(bits);
        parents.push(position);
        arrivals.push(edge);
      }
    }
    return undefined;
  }

  private spend(amount: number): void {
    this.work.left -= amount;
    this.slice -= amount;
  }
}
