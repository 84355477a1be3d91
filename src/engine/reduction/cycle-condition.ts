import type { Edge } from '../../system/index.js';
import type { AmpleLocation } from './ample-sets.js';

/**
 * Takes locations away until each cycle of a program graph has one without ample steps: then no step is put off for ever
 * (the cycle condition of Baier and Katoen, ch. 8, seen to statically).
 *
 * @param ends by edge: from and to, as numbers of locations
 */
export function breakCycles(
  locations: readonly (AmpleLocation | undefined)[],
  edges: readonly Edge[],
  ends: readonly (readonly [number, number])[],
): readonly (AmpleLocation | undefined)[] {
  const numbers = new Map(edges.map((edge, number) => [edge, number]));
  const kept = [...locations];
  const state = new Uint8Array(kept.length);
  const [open, done] = [1, 2];
  const visit = (root: number): void => {
    const path: { readonly at: number; readonly next: number[] }[] = [];
    const enter = (at: number): void => {
      state[at] = open;
      const ample = new Set(
        kept[at]?.conditions.flatMap((each) => each.edges.map((edge) => numbers.get(edge) as number)),
      );
      path.push({ at, next: [...ample].map((edge) => ends[edge]?.[1] as number) });
    };
    enter(root);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const target = kept[top.at] ? top.next.pop() : undefined;
      if (target === undefined) {
        state[top.at] = done;
        path.pop();
      } else if (kept[target] && state[target] === open) kept[target] = undefined;
      else if (kept[target] && state[target] === 0) enter(target);
    }
  };
  for (let location = 0; location < kept.length; location++)
    if (kept[location] && state[location] === 0) visit(location);
  return kept;
}
