import type { StateGraph } from '../engine/index.js';

/** The states in which something is counted. */
export class Region {
  /** Where it begins to be counted: initial states, and those that are entered from outside, each once. */
  readonly entries: readonly number[];

  /**
   * @param inside by state: 1 where it is counted
   * @throws MemoryExhaustedError
   */
  constructor(
    readonly graph: StateGraph,
    readonly inside: Uint8Array,
  ) {
    this.entries = entriesOf(graph, inside);
  }
}

function entriesOf(
  { offsets, targets, stateCount, initialCount, memory }: StateGraph,
  inside: Uint8Array,
): readonly number[] {
  const entries: number[] = [];
  const seen = memory.claim(Uint8Array, stateCount);
  const add = (state: number): void => {
    if (inside[state] === 0 || seen[state] === 1) return;
    seen[state] = 1;
    entries.push(state);
  };
  for (let state = 0; state < stateCount; state++) {
    if (state < initialCount) add(state);
    if (inside[state] === 1) continue;
    for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++)
      add(targets[each] as number);
  }
  memory.release(seen);
  return entries;
}
