import type { Components } from './components.js';
import type { Demands } from './fair-cycle.js';
import { type FairnessMasks, hasBit } from './fairness-masks.js';
import { forEachSuccessor, type Product, type ProductPath } from './product.js';

/** Goes round one component until everything that is demanded of the cycle has been met, nearest first; then back. */
export class CycleBuilder {
  private readonly product: Product;
  private readonly component: number;
  /** What the cycle still has to do: each is met at a node, or by a step. */
  private pending: readonly Obligation[];
  private readonly nodes: number[];
  private readonly transitions: number[] = [];

  constructor(
    private readonly components: Components,
    demands: Demands,
    private readonly start: number,
  ) {
    this.product = components.product;
    this.component = components.of[start] as number;
    this.pending = this.obligationsOf(demands);
    this.nodes = [start];
  }

  build(): ProductPath {
    this.discharge(this.start);
    while (this.pending.length > 0)
      this.follow((node, transition) =>
        this.pending.some((each) => each.isMetAt?.(node) || each.isMetBy?.(this.kindOf(transition))),
      );
    if (this.nodes.at(-1) !== this.start || this.transitions.length === 0)
      this.follow((node) => node === this.start);
    return { nodes: this.nodes, transitions: this.transitions };
  }

  private obligationsOf({ fairness, acceptance, acceptanceSets }: Demands): readonly Obligation[] {
    const { product } = this;
    const accepting = Array.from(
      { length: acceptanceSets },
      (_, set): Obligation => ({
        isMetAt: (node) => acceptance[product.automatonStateOf(node)]?.has(set) ?? false,
      }),
    );
    const isEnabledSomewhere = this.enabledSomewhere(fairness);
    const fair = fairness.constraints.flatMap(({ constraint }, number): readonly Obligation[] => {
      const isMetBy = (kind: number): boolean => fairness.isTakenBy(kind, number);
      if (constraint.strength === 'weak')
        return [{ isMetBy, isMetAt: (node) => !fairness.isEnabledIn(product.stateOf(node), number) }];
      return isEnabledSomewhere(number) ? [{ isMetBy }] : [];
    });
    return [...accepting, ...fair];
  }

  /** Whether a constraint has a step anywhere in the component. */
  private enabledSomewhere(fairness: FairnessMasks): (constraint: number) => boolean {
    const { of } = this.components;
    const enabled = new Int32Array(fairness.words);
    of.forEach((component, node) => {
      if (component !== this.component) return;
      for (let word = 0; word < fairness.words; word++)
        enabled[word] = (enabled[word] as number) | fairness.enabledIn(this.product.stateOf(node), word);
    });
    return (constraint) => hasBit(enabled, constraint);
  }

  /** Goes a shortest way, of one step at least, to a node or by a step that is wanted. */
  private follow(isWanted: (node: number, transition: number) => boolean): void {
    const { of } = this.components;
    const from = this.nodes.at(-1) as number;
    const arrivals = new Map<number, { readonly parent: number; readonly transition: number }>();
    const queue = [from];
    let last: { readonly parent: number; readonly transition: number; readonly node: number } | undefined;
    for (const node of queue) {
      forEachSuccessor(this.product, node, (successor, transition) => {
        if (last || of[successor] !== this.component) return;
        if (isWanted(successor, transition)) last = { parent: node, transition, node: successor };
        else if (!arrivals.has(successor)) {
          arrivals.set(successor, { parent: node, transition });
          queue.push(successor);
        }
      });
      if (last) break;
    }
    if (!last) throw new Error('a component is not strongly connected');
    const way = [last];
    for (let node = last.parent; node !== from; ) {
      const arrival = arrivals.get(node);
      if (!arrival) throw new Error('a path has no beginning');
      way.unshift({ ...arrival, node });
      node = arrival.parent;
    }
    for (const { node, transition } of way) {
      this.nodes.push(node);
      this.transitions.push(transition);
      this.discharge(node, transition);
    }
  }

  private discharge(node: number, transition?: number): void {
    this.pending = this.pending.filter(
      ({ isMetAt, isMetBy }) =>
        !(isMetAt?.(node) || (transition !== undefined && isMetBy?.(this.kindOf(transition)))),
    );
  }

  private kindOf(transition: number): number {
    return this.product.graph.kinds[transition] as number;
  }
}

interface Obligation {
  isMetAt?(node: number): boolean;
  isMetBy?(kind: number): boolean;
}
