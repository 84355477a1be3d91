import type { Product } from './product.js';

/** Stands for nodes that take no part. Larger than the number of any component. */
export const outside = 0x7fffffff;
const nodesPerSlice = 1 << 14;

/** Gets the nodes of a component, those from `begin` up to `end` in an array that is only lent, and its number. */
type OnComponent = (stack: Int32Array, begin: number, end: number, component: number) => void;

/**
 * The strongly connected components of a product, or of a part of it, after D. J. Pearce, "A space-efficient algorithm
 * for finding strongly connected components" (IPL 2016), algorithm PEA_FIND_SCC3: without recursion, and with one number
 * a node. Components are found in reverse topological order.
 */
export class Components {
  /**
   * By node: 0 while it has not been visited; a small number while its component is not known; then the number of its
   * component, or {@link outside}: to be set by the caller for all that take no part, as nodes that cannot be read.
   */
  readonly of: Int32Array;
  private isRoot = new Uint8Array(0);
  /** Nodes being visited, from the left; nodes that wait for their component, from the right. */
  private stack = new Int32Array(0);
  private left = 0;
  private right = 0;
  /** How many edges of the nodes being visited have been followed. */
  private cursors = new Int32Array(0);
  private index = 1;
  private nextComponent = outside - 1;

  /** @throws MemoryExhaustedError */
  constructor(readonly product: Product) {
    this.of = product.graph.memory.claim(Int32Array, product.nodeCount);
  }

  /** Takes the memory that only `find` needs. @throws MemoryExhaustedError */
  prepare(): void {
    const { product } = this;
    const { memory } = product.graph;
    this.isRoot = memory.claim(Uint8Array, product.nodeCount);
    this.stack = memory.claim(Int32Array, product.nodeCount);
    this.cursors = memory.claim(Int32Array, product.nodeCount);
    this.right = product.nodeCount;
  }

  /** Gives it back. */
  release(): void {
    this.product.graph.memory.release(this.isRoot, this.stack, this.cursors);
  }

  /** Finds the components of all nodes that take part. */
  *findAll(onComponent: OnComponent): Generator<void> {
    for (let node = this.nextOpen(0); node < this.of.length; node = this.nextOpen(node))
      yield* this.find(node, onComponent);
  }

  /** Finds the components of the nodes that are not visited and can be reached from `start`. */
  *find(start: number, onComponent: OnComponent): Generator<void> {
    if (this.of[start] !== 0) return;
    this.begin(start);
    while (this.left > 0) {
      this.visit(onComponent);
      if (this.left > 0) yield;
    }
  }

  /** Visits some of the nodes. A function to itself: V8 optimises no loop of a generator while it runs. */
  private visit(onComponent: OnComponent): void {
    const { of, isRoot, stack, cursors, product } = this;
    const { size } = product;
    const { offsets, targets } = product.graph;
    const { successors } = product.conditions;
    visiting: for (let work = 0; work < nodesPerSlice && this.left > 0; work++) {
      const node = stack[this.left - 1] as number;
      const state = Math.floor(node / size);
      const next = successors[node - state * size] as Int32Array;
      const first = offsets[state] as number;
      const edges = ((offsets[state + 1] as number) - first) * next.length;
      let lowest = of[node] as number;
      for (let edge = cursors[this.left - 1] as number; edge < edges; edge++) {
        const position = size === 1 ? edge : Math.floor(edge / next.length);
        const target = targets[first + position] as number;
        const automatonState = next[edge - position * next.length] as number;
        const successor = target * size + automatonState;
        const known = of[successor] as number;
        if (known === 0) {
          // To be looked at once more, when the successor is done.
          cursors[this.left - 1] = edge;
          of[node] = lowest;
          this.begin(successor);
          continue visiting;
        }
        if (known < lowest) {
          lowest = known;
          isRoot[node] = 0;
        }
      }
      of[node] = lowest;
      this.left -= 1;
      stack[--this.right] = node;
      if (isRoot[node] === 1) this.close(node, onComponent);
    }
  }

  /** The first node from there on that is not visited. */
  private nextOpen(from: number): number {
    const { of } = this;
    let node = from;
    while (node < of.length && of[node] !== 0) node += 1;
    return node;
  }

  private begin(node: number): void {
    this.stack[this.left] = node;
    this.cursors[this.left++] = 0;
    this.isRoot[node] = 1;
    this.of[node] = this.index++;
  }

  private close(root: number, onComponent: OnComponent): void {
    const { of, stack } = this;
    const component = this.nextComponent--;
    const index = of[root] as number;
    let end = this.right;
    while (end < stack.length && (of[stack[end] as number] as number) >= index)
      of[stack[end++] as number] = component;
    const begin = this.right;
    this.index -= end - begin;
    this.right = end;
    onComponent(stack, begin, end, component);
  }
}
