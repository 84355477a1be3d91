import type { Analysis, StateGraph, StatePredicate } from '../engine/index.js';
import type { Expression, State } from '../system/index.js';

/** `AG (from -> EF goal)` of computation tree logic: wherever `from` is true, some run leads on to `goal`. */
export interface Possibility {
  readonly from: Expression<boolean>;
  readonly goal: Expression<boolean>;
  /** The goal in words, after "leads to where": `the transition no longer waits for writer`. */
  readonly goalInWords: string;
  /** The names of the processes by whose steps alone it must be possible; by those of all when absent. */
  readonly by?: readonly string[];
  /** The tags of steps by which it may be too, whosever they are. */
  readonly orWithTags?: readonly string[];
  /** A tag of steps by which it must not be. */
  readonly withoutTag?: string;
}

/** A shortest path to a state from which the goal can no longer be reached. */
export interface DeadEnd {
  readonly states: readonly State[];
}

const statesPerSlice = 1 << 14;

/** Whether something always stays possible, by a backward fixpoint over all states. If not, where it no longer is. */
export class PossibilityCheck implements Analysis<DeadEnd | undefined> {
  readonly conditions: readonly Expression<boolean>[];

  constructor(private readonly possibility: Possibility) {
    this.conditions = [possibility.from, possibility.goal];
  }

  *run(graph: StateGraph, predicates: readonly StatePredicate[]): Generator<void, DeadEnd | undefined> {
    const [from, goal] = predicates as [StatePredicate, StatePredicate];
    const { stateCount, offsets, targets, kinds, memory } = graph;
    const allowed = this.allowedKinds(graph);
    const possible = memory.claim(Uint8Array, stateCount);
    for (let state = 0; state < stateCount; state++) {
      if (state % statesPerSlice === 0) yield;
      if (goal(state)) possible[state] = 1;
    }
    for (let changed = true; changed; ) {
      changed = false;
      // Steps mostly lead to higher numbers, so that from the highest down few rounds are needed.
      for (let state = stateCount - 1; state >= 0; state--) {
        if (state % statesPerSlice === 0) yield;
        if (possible[state] === 1) continue;
        for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++) {
          if (allowed[kinds[each] as number] === 0 || possible[targets[each] as number] === 0) continue;
          possible[state] = 1;
          changed = true;
          break;
        }
      }
    }
    let found: DeadEnd | undefined;
    for (let state = 0; state < stateCount && !found; state++)
      if (possible[state] === 0 && from(state))
        found = { states: graph.pathTo(state).map((each) => graph.stateOf(each)) };
    memory.release(possible);
    return found;
  }

  private allowedKinds({ system, stepKinds }: StateGraph): Uint8Array {
    return Uint8Array.from(stepKinds, ({ process, tags }) =>
      mayTake(this.possibility, system.processes[process]?.name ?? '', tags) ? 1 : 0,
    );
  }
}

/** Whether what is asked for may come about by a step of that process with those tags. */
export function mayTake(
  { by, orWithTags = [], withoutTag }: Possibility,
  process: string,
  tags: readonly string[],
): boolean {
  const isMeant = by === undefined || by.includes(process) || orWithTags.some((each) => tags.includes(each));
  return isMeant && (withoutTag === undefined || !tags.includes(withoutTag));
}
