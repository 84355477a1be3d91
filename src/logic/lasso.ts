import type { StateGraph, StepKind } from '../engine/index.js';
import type { State } from '../system/index.js';
import type { Components } from './components.js';
import { CycleBuilder } from './cycle-builder.js';
import type { Demands } from './fair-cycle.js';
import { forEachSuccessor, initialNodes, type Product, type ProductPath } from './product.js';

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

/** How many components a lasso is built in; the shortest lasso is kept. */
const componentsTried = 8;
const nodesPerSlice = 1 << 14;

/**
 * Builds a short lasso that goes into one of some components and satisfies there whatever is demanded of the cycle;
 * undefined when no run comes to any of them.
 */
export function* buildLasso(
  full: Product,
  components: Components,
  found: ReadonlySet<number>,
  demands: Demands,
  /** From a node of the full product to the node of the part in which the components are; less than 0 if there is none. */
  toPart: (node: number) => number,
): Generator<void, Lasso | undefined> {
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
    if (stem === 'not yet') continue;
    const start = toPart(stem.nodes.at(-1) as number);
    const candidate = { stem, cycle: new CycleBuilder(components, demands, start).build() };
    if (best === undefined || length(candidate) < length(best)) best = candidate;
    if (tried.size === Math.min(componentsTried, found.size)) break;
  }
  if (!best) return undefined;
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
export function* restIn(product: Product, node: number): Generator<void, Lasso> {
  const { graph } = product;
  const stem = yield* firstStem(stemsInto(product, (each) => each === node));
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

/** Shortest paths to the nodes that are wanted, nearest first, and now and then that there is none yet. */
function* stemsInto(
  product: Product,
  isWanted: (node: number) => boolean,
): Generator<ProductPath | 'not yet'> {
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
    let work = 0;
    for (const node of queue) {
      if (++work % nodesPerSlice === 0) yield 'not yet';
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

function* firstStem(stems: Generator<ProductPath | 'not yet'>): Generator<void, ProductPath> {
  for (const stem of stems) {
    if (stem !== 'not yet') return stem;
    yield;
  }
  throw new Error('no run leads to a node that was reached');
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
