import type { Components } from './components.js';
import type { FairnessMasks } from './fairness-masks.js';

/** What makes a component of the product a counterexample, or part of it one, or nothing of it. */
export interface Demands {
  readonly fairness: FairnessMasks;
  /** By automaton state: the acceptance sets it is in. */
  readonly acceptance: readonly ReadonlySet<number>[];
  readonly acceptanceSets: number;
}

/**
 * Finds the components of a product in which a run can stay for ever that is accepted and fair. It is Emerson and Lei's
 * check for Streett conditions, "Modalities for model checking: branching time logic strikes back" (1987): a
 * component in which a strongly constrained step is enabled and never taken is searched again without the states in which
 * it is enabled. Weak constraints need no second search: they only ask that some state of the component, or some step,
 * be there.
 */
export class FairComponents {
  /** The numbers of the components that can be stayed in. */
  readonly found = new Set<number>();
  /** Nodes of components that must be searched again, each an array to itself. */
  private readonly pending: Int32Array[] = [];

  constructor(
    private readonly components: Components,
    private readonly demands: Demands,
  ) {}

  *search(): Generator<void> {
    const judge = (stack: Int32Array, begin: number, end: number, component: number): void => {
      // Most components are single nodes from which every step leads away.
      if (end - begin > 1 || this.hasLoop(stack[begin] as number))
        this.judge(stack.subarray(begin, end), component);
    };
    const { of, product } = this.components;
    this.components.prepare();
    yield* this.components.findAll(judge);
    for (let nodes = this.pending.pop(); nodes; nodes = this.pending.pop()) {
      for (const node of nodes) of[node] = 0;
      for (const node of nodes) if (of[node] === 0) yield* this.components.find(node, judge);
      product.graph.memory.release(nodes);
    }
    this.components.release();
  }

  private judge(nodes: Int32Array, component: number): void {
    const { fairness, acceptance, acceptanceSets } = this.demands;
    const { of, product } = this.components;
    const { offsets, targets, kinds } = product.graph;
    const { size } = product;
    const accepted = new Set<number>();
    const taken = new Int32Array(fairness.words);
    const somewhere = new Int32Array(fairness.words);
    const everywhere = new Int32Array(fairness.words).fill(-1);
    for (const node of nodes) {
      const state = product.stateOf(node);
      const automatonState = product.automatonStateOf(node);
      const next = product.conditions.successors[automatonState] as Int32Array;
      if (accepted.size < acceptanceSets)
        for (const set of acceptance[automatonState] ?? []) accepted.add(set);
      for (let word = 0; word < fairness.words; word++) {
        const enabled = fairness.enabledIn(state, word);
        somewhere[word] = (somewhere[word] as number) | enabled;
        everywhere[word] = (everywhere[word] as number) & enabled;
      }
      for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++) {
        const target = targets[each] as number;
        let isInside = false;
        for (const automatonTarget of next)
          if (of[target * size + automatonTarget] === component) isInside = true;
        if (!isInside) continue;
        for (let word = 0; word < fairness.words; word++)
          taken[word] = (taken[word] as number) | fairness.takenBy(kinds[each] as number, word);
      }
    }
    if (accepted.size < acceptanceSets) return;
    const unjust = (constraints: Int32Array, enabled: Int32Array): Int32Array =>
      constraints.map((which, word) => which & (enabled[word] as number) & ~(taken[word] as number));
    if (unjust(fairness.weak, everywhere).some((word) => word !== 0)) return;
    const starved = unjust(fairness.strong, somewhere);
    if (starved.every((word) => word === 0)) {
      this.found.add(component);
      return;
    }
    const rest = nodes.filter((node) =>
      starved.every((which, word) => (which & fairness.enabledIn(product.stateOf(node), word)) === 0),
    );
    if (rest.length > 0) {
      const kept = product.graph.memory.claim(Int32Array, rest.length);
      kept.set(rest);
      this.pending.push(kept);
    }
  }

  private hasLoop(node: number): boolean {
    const { product } = this.components;
    const { offsets, targets } = product.graph;
    const state = product.stateOf(node);
    const automatonState = product.automatonStateOf(node);
    if (!product.conditions.successors[automatonState]?.includes(automatonState)) return false;
    for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++)
      if (targets[each] === state) return true;
    return false;
  }
}
