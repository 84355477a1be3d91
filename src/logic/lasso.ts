import type { StateGraph, StepKind } from '../engine/index.js';
import type { State } from '../system/index.js';
import type { Components } from './components.js';
import type { Demands } from './fair-cycle.js';
import { type FairnessMasks, hasBit } from './fairness-masks.js';
import { forEachSuccessor, initialNodes, type Product } from './product.js';

/** A run that does not end, or rests in its last state for ever: a stem, then a cycle. */
export interface Lasso {
  readonly states: readonly State[];
  /** What kind of step leads on from each state; from the last, back to the state at `loopStart`. Absent where it rests. */
  readonly kinds: readonly (StepKind | undefined)[];
  /** Where the cycle begins. */
  readonly loopStart: number;
  /** Whether no other has fewer steps, stem and cycle together. Where it rests there is none in the cycle. */
  readonly isShortest: boolean;
}

/** How many steps there are, stem and cycle together. */
export function lengthOf({ kinds }: Pick<Lasso, 'kinds'>): number {
  return kinds.filter((kind) => kind !== undefined).length;
}

/** Whether it stays in its last state for ever. */
export function isResting({ kinds }: Pick<Lasso, 'kinds'>): boolean {
  return kinds.at(-1) === undefined;
}

/** A path in a product: from node to node, by the transitions between them. */
export interface ProductPath {
  readonly nodes: readonly number[];
  /** One fewer than nodes. */
  readonly transitions: readonly number[];
}

/** How many components a lasso is built in; the shortest lasso is kept. */
const componentsTried = 8;

/** Builds a short lasso that goes into one of some components and satisfies there whatever is demanded of the cycle. */
export function* buildLasso(
  full: Product,
  components: Components,
  found: ReadonlySet<number>,
  demands: Demands,
  /** From a node of the full product to the node of the part in which the components are; less than 0 if there is none. */
  toPart: (node: number) => number,
): Generator<void, Lasso> {
  const tried = new Set<number>();
  let best: { readonly stem: ProductPath; readonly cycle: ProductPath } | undefined;
  const length = (each: { readonly stem: ProductPath; readonly cycle: ProductPath }): number =>
    each.stem.transitions.length + each.cycle.transitions.length;
  for (const stem of stemsInto(full, (node) => {
    const inPart = toPart(node);
    const component = inPart < 0 ? -1 : (components.of[inPart] as number);
    if (!found.has(component) || tried.has(component)) return false;
    tried.add(component);
    return true;
  })) {
    yield;
    const start = toPart(stem.nodes.at(-1) as number);
    const candidate = { stem, cycle: new CycleBuilder(components, demands, start).build() };
    if (best === undefined || length(candidate) < length(best)) best = candidate;
    if (tried.size === Math.min(componentsTried, found.size)) break;
  }
  if (!best) throw new Error('no run leads into a component that was found');
  const { graph } = full;
  const { stem, cycle } = best;
  const states = [
    ...stem.nodes.map((node) => full.stateOf(node)),
    ...cycle.nodes.slice(1, -1).map((node) => components.product.stateOf(node)),
  ];
  return {
    states: states.map((state) => graph.stateOf(state)),
    kinds: kindsOf(graph, [...stem.transitions, ...cycle.transitions]),
    loopStart: stem.nodes.length - 1,
    isShortest: false,
  };
}

/** A shortest run to a node, to rest there. */
export function restIn(product: Product, node: number): Lasso {
  const { graph } = product;
  const [stem] = stemsInto(product, (each) => each === node);
  if (!stem) throw new Error('no run leads to a node that was reached');
  return {
    states: stem.nodes.map((each) => graph.stateOf(product.stateOf(each))),
    kinds: [...kindsOf(graph, stem.transitions), undefined],
    loopStart: stem.nodes.length - 1,
    isShortest: false,
  };
}

/** By transition: what kind of step it is. */
export function kindsOf(
  { stepKinds, kinds }: StateGraph,
  transitions: readonly number[],
): readonly (StepKind | undefined)[] {
  return transitions.map((transition) => stepKinds[kinds[transition] as number]);
}

/** Shortest paths to the nodes that are wanted, nearest first. Goes on from those that are not. */
function* stemsInto(product: Product, isWanted: (node: number) => boolean): Generator<ProductPath> {
  const { graph } = product;
  const { memory } = graph;
  const parents = memory.claim(Int32Array, product.nodeCount).fill(-1);
  const queue: number[] = [];
  const pathTo = (end: number): ProductPath => {
    const nodes = [end];
    const transitions: number[] = [];
    for (let node = end; (parents[node] as number) !== node; node = parents[node] as number) {
      nodes.push(parents[node] as number);
      transitions.push(transitionTo(product, parents[node] as number, node));
    }
    return { nodes: nodes.reverse(), transitions: transitions.reverse() };
  };
  try {
    for (const node of initialNodes(product)) {
      parents[node] = node;
      queue.push(node);
    }
    for (const node of queue) {
      if (isWanted(node)) yield pathTo(node);
      forEachSuccessor(product, node, (successor) => {
        if ((parents[successor] as number) >= 0) return;
        parents[successor] = node;
        queue.push(successor);
      });
    }
  } finally {
    memory.release(parents);
  }
}

/** A transition by which a node is the successor of another. */
function transitionTo(product: Product, node: number, successor: number): number {
  let found: number | undefined;
  forEachSuccessor(product, node, (each, transition) => {
    if (each === successor) found ??= transition;
  });
  if (found === undefined) throw new Error('a path has a gap');
  return found;
}

/** Goes round one component until everything that is demanded of the cycle has been met, nearest first; then back. */
class CycleBuilder {
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
