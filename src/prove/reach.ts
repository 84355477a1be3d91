import type { Product } from '../verify/index.js';

const nodesPerSlice = 1 << 16;

/** By node of a product: 1 where some run comes. */
export function* reach(product: Product): Generator<void, Uint8Array> {
  const nodes = new Uint8Array(product.nodeCount);
  const stack: number[] = [];
  const visit = (node: number): void => {
    if (nodes[node] === 1) return;
    nodes[node] = 1;
    stack.push(node);
  };
  for (const node of product.initialNodes()) visit(node);
  let work = 0;
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (++work % nodesPerSlice === 0) yield;
    product.forEachSuccessor(node, visit);
  }
  return nodes;
}
