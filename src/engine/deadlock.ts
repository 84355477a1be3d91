import type { CompiledSystem } from './compile.js';

/** Process indices are kept as bits of an int32. */
const processesPerPass = 31;
/** How many states are worked on between two places where the caller may stop. */
const statesPerSlice = 1 << 16;

/** A state in which processes are stuck, and their names. */
export interface Deadlock {
  readonly state: number;
  readonly processes: readonly string[];
}

/**
 * Finds the first state, in the order of their numbers, in which some process that plays `role` is stuck: it is not
 * at an end, it has no enabled step, and it has none in any state that can still be reached.
 *
 * It is exact: `AG (blocked -> EF enabled)` for each process, by a backward fixpoint over all states. A state is
 * not expanded again once it is known that everybody moves on from there.
 *
 * Yields now and then, so that the caller can pause or stop it; gives what it found when done.
 *
 * @param compiled a system of which every reachable state has been visited
 */
export function* findDeadlock(compiled: CompiledSystem, role: string): Generator<void, Deadlock | undefined> {
  const watched = compiled.system.processes.flatMap(({ template }, index) =>
    template.roles.includes(role) ? [index] : [],
  );
  let found: Deadlock | undefined;
  for (let first = 0; first < watched.length; first += processesPerPass) {
    const deadlock = yield* firstStuck(compiled, watched.slice(first, first + processesPerPass));
    if (deadlock && (found === undefined || deadlock.state < found.state)) found = deadlock;
  }
  return found;
}

function* firstStuck(
  compiled: CompiledSystem,
  watched: readonly number[],
): Generator<void, Deadlock | undefined> {
  const everybody = 2 ** watched.length - 1;
  const movesOn = yield* immediateMoves(compiled, watched);
  for (let changed = true; changed; ) {
    changed = false;
    for (let state = movesOn.length - 1; state >= 0; state--) {
      if (state % statesPerSlice === 0) yield;
      const known = movesOn[state] as number;
      if (known === everybody) continue;
      let moving = known;
      for (let step = compiled.expand(state) - 1; step >= 0; step--)
        moving |= movesOn[compiled.successors[step] as number] as number;
      if (moving === known) continue;
      movesOn[state] = moving;
      changed = true;
    }
  }
  const state = movesOn.findIndex((moving) => moving !== everybody);
  if (state < 0) return undefined;
  const stuck = watched.filter((_, position) => (((movesOn[state] as number) >>> position) & 1) === 0);
  return { state, processes: stuck.map((process) => compiled.system.processes[process]?.name as string) };
}

/** By state, the set of the processes that have an enabled step there, or are at an end. */
function* immediateMoves(compiled: CompiledSystem, watched: readonly number[]): Generator<void, Int32Array> {
  const bitOf = new Int32Array(compiled.system.processes.length);
  const endsOf = watched.map((process, position) => {
    bitOf[process] = 1 << position;
    return compiled.system.processes[process]?.template.graph.locations.map(({ end }) => end === true) ?? [];
  });
  const moves = new Int32Array(compiled.stateCount());
  for (let state = 0; state < moves.length; state++) {
    if (state % statesPerSlice === 0) yield;
    let moving = 0;
    for (let step = compiled.expand(state) - 1; step >= 0; step--)
      moving |= bitOf[compiled.successorProcesses[step] as number] as number;
    for (let position = 0; position < watched.length; position++)
      if (endsOf[position]?.[compiled.locationOf(state, watched[position] as number)])
        moving |= 1 << position;
    moves[state] = moving;
  }
  return moves;
}
