import type { Count } from './count.js';
import type { Region } from './region.js';

const statesPerSlice = 1 << 14;

/** The fewest steps that are counted from an entry to the end: a breadth-first search by the number of them. */
export function* fewestSteps(region: Region, { weights }: Count): Generator<void, number | undefined> {
  const { graph, inside } = region;
  const { offsets, targets, kinds, memory, stateCount } = graph;
  const seen = memory.claim(Uint8Array, stateCount);
  let work = 0;
  try {
    let level = [...region.entries];
    for (let count = 0; level.length > 0; count++) {
      const next: number[] = [];
      let endsWithOneMore = false;
      while (level.length > 0) {
        if (++work % statesPerSlice === 0) yield;
        const state = level.pop() as number;
        if (seen[state] === 1) continue;
        seen[state] = 1;
        for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++) {
          const target = targets[each] as number;
          const isCounted = weights[kinds[each] as number] === 1;
          if (inside[target] === 0) {
            if (!isCounted) return count;
            endsWithOneMore = true;
          } else if (seen[target] === 0) (isCounted ? next : level).push(target);
        }
      }
      if (endsWithOneMore) return count + 1;
      level = next;
    }
    return undefined;
  } finally {
    memory.release(seen);
  }
}
