import type { CompiledSystem } from '../compiled/index.js';
import { batchSize } from '../machine/index.js';

/**
 * The numbers of the states on a shortest way to a state, itself last. No state carries its predecessor: of each level, the
 * states are expanded again until one leads to where the way goes on, which costs time for a few runs and saves memory
 * for every state.
 *
 * @param levels where each level begins
 */
export function shortestPath(
  compiled: CompiledSystem,
  levels: readonly number[],
  state: number,
): readonly number[] {
  compiled.discard();
  const path = [state];
  const last = levels.findLastIndex((begin) => begin <= state);
  for (let level = last - 1; level >= 0; level--) {
    const [begin, end] = [levels[level] as number, levels[level + 1] as number];
    path.push(predecessor(compiled, begin, end, path.at(-1) as number));
  }
  return path.reverse();
}

/** The first state from `begin` up to `end` that has `target` as a successor. */
function predecessor(compiled: CompiledSystem, begin: number, end: number, target: number): number {
  for (let from = begin; from < end; ) {
    const ends: number[] = [];
    let to = from;
    for (; to < end && compiled.pendingCount() < batchSize; to++) {
      compiled.expand(to);
      ends.push(compiled.pendingCount());
    }
    const found = compiled.numbers.subarray(0, compiled.enter()).indexOf(target);
    if (found >= 0) return from + ends.findIndex((each) => found < each);
    from = to;
  }
  throw new Error(`no state of the level before leads to state ${target}`);
}
