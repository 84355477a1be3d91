import type { Horizon } from './horizon.js';

/**
 * The strongly connected components of a horizon, by R. Tarjan, "Depth-first search and linear graph algorithms" (1972),
 * without recursion. By node: the number of its component; -1 for one that lies on no cycle.
 */
export function componentsOf({ states, offsets, targets }: Horizon): Int32Array {
  const count = states.length;
  const order = new Int32Array(count);
  const lowest = new Int32Array(count);
  const component = new Int32Array(count).fill(-1);
  const isOpen = new Uint8Array(count);
  const cursors = new Int32Array(count);
  const waiting: number[] = [];
  const path: number[] = [];
  let next = 0;
  let components = 0;
  const begin = (node: number): void => {
    order[node] = lowest[node] = ++next;
    cursors[node] = offsets[node] as number;
    waiting.push(node);
    isOpen[node] = 1;
    path.push(node);
  };
  const close = (root: number): void => {
    const isAlone =
      waiting.at(-1) === root && !targets.slice(offsets[root], offsets[root + 1]).includes(root);
    for (let node = -1; node !== root; ) {
      node = waiting.pop() as number;
      isOpen[node] = 0;
      component[node] = isAlone ? -1 : components;
    }
    components += 1;
  };
  for (let start = 0; start < count; start++) {
    if (order[start] !== 0) continue;
    begin(start);
    while (path.length > 0) {
      const node = path.at(-1) as number;
      const edge = cursors[node] as number;
      if (edge < (offsets[node + 1] as number)) {
        cursors[node] = edge + 1;
        const target = targets[edge] as number;
        if (order[target] === 0) begin(target);
        else if (isOpen[target] === 1)
          lowest[node] = Math.min(lowest[node] as number, order[target] as number);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) lowest[parent] = Math.min(lowest[parent] as number, lowest[node] as number);
      if (lowest[node] === order[node]) close(node);
    }
  }
  return component;
}
