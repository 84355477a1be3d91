import { allocate, type CompiledSystem } from './compile.js';

/** Processes are kept as bits of an int32, so that a state takes one word for each group of this many. */
const processesPerGroup = 31;
/** The bit that is left: set where somebody is stuck, and more will be. */
const unsettled = 1 << 31;
/** How many states are worked on between two places where the caller may stop. */
const statesPerSlice = 1 << 16;

/** A state in which processes are stuck, and their names. */
export interface Deadlock {
  readonly state: number;
  readonly processes: readonly string[];
}

/**
 * Finds processes that are stuck: not at an end, without an enabled step, and without one in any state that can
 * still be reached. It is exact: `AG (blocked -> EF enabled)` for each process, by a backward fixpoint.
 *
 * While the states are visited, it notes who can move in each; when all have been, it spreads that backwards.
 */
export class DeadlockFinder {
  private readonly groups: readonly Group[];

  /** @param role of the processes that are watched */
  constructor(
    private readonly compiled: CompiledSystem,
    role: string,
  ) {
    const watched = compiled.system.processes.flatMap(({ template }, index) =>
      template.roles.includes(role) ? [index] : [],
    );
    const count = Math.ceil(watched.length / processesPerGroup);
    this.groups = Array.from(
      { length: count },
      (_, index) =>
        new Group(compiled, watched.slice(index * processesPerGroup, (index + 1) * processesPerGroup)),
    );
  }

  /** Notes who can move in a state; to be called right after it was expanded, in the order of the numbers of states. */
  note(state: number, successorCount: number): void {
    for (const group of this.groups) group.note(state, successorCount);
  }

  bytesInUse(): number {
    return this.groups.reduce((sum, group) => sum + group.bytesInUse(), 0);
  }

  /**
   * Finds the first state, in the order of their numbers, in which somebody is stuck, and nobody else will be.
   * Yields now and then, so that the caller can pause or stop it; gives what it found when done.
   */
  *find(): Generator<void, Deadlock | undefined> {
    let found: number | undefined;
    for (const group of this.groups) {
      const state = yield* group.find(this.compiled.stateCount());
      if (state !== undefined && (found === undefined || state < found)) found = state;
    }
    if (found === undefined) return undefined;
    const state = found;
    return { state, processes: this.groups.flatMap((group) => group.stuckIn(state)) };
  }
}

/** Up to 31 watched processes, and for each state the set of those that are known to move on from there. */
class Group {
  private movesOn = new Int32Array(1 << 10);
  private readonly everybody: number;
  /** By process index: its bit. */
  private readonly bitOf: Int32Array;
  /** By watched process, by location: its bit where it is at an end. */
  private readonly endBits: readonly Int32Array[];

  constructor(
    private readonly compiled: CompiledSystem,
    private readonly watched: readonly number[],
  ) {
    const { processes } = compiled.system;
    this.everybody = 2 ** watched.length - 1;
    this.bitOf = new Int32Array(processes.length);
    this.endBits = watched.map((process, position) => {
      this.bitOf[process] = 1 << position;
      const locations = processes[process]?.template.graph.locations ?? [];
      return Int32Array.from(locations, ({ end }) => (end ? 1 << position : 0));
    });
  }

  note(state: number, successorCount: number): void {
    const { successorProcesses } = this.compiled;
    let moving = 0;
    for (let step = 0; step < successorCount; step++)
      moving |= this.bitOf[successorProcesses[step] as number] as number;
    if (moving !== this.everybody)
      for (let position = 0; position < this.watched.length; position++) {
        const location = this.compiled.locationOf(state, this.watched[position] as number);
        moving |= this.endBits[position]?.[location] as number;
      }
    if (state >= this.movesOn.length) {
      const larger = allocate(2 * this.movesOn.length);
      larger.set(this.movesOn);
      this.movesOn = larger;
    }
    this.movesOn[state] = moving;
  }

  bytesInUse(): number {
    return this.movesOn.byteLength;
  }

  /** The names of the processes that are known to be stuck in a state, once `find` is done. */
  stuckIn(state: number): readonly string[] {
    const moving = this.movesOn[state] as number;
    return this.watched.flatMap((process, position) =>
      ((moving >>> position) & 1) === 0 ? [this.compiled.system.processes[process]?.name as string] : [],
    );
  }

  /** The first state in which somebody of the group is stuck, and nobody else of it will be. */
  *find(stateCount: number): Generator<void, number | undefined> {
    const { compiled, movesOn, everybody } = this;
    for (let changed = true; changed; ) {
      changed = false;
      for (let state = stateCount - 1; state >= 0; state--) {
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
    return yield* this.firstSettled(stateCount);
  }

  /**
   * The first state with stuck processes after which no more get stuck. A run up to there shows all that wait for
   * each other; the first state in which anybody is stuck may come long before the others have fallen asleep.
   */
  private *firstSettled(stateCount: number): Generator<void, number | undefined> {
    const { compiled, movesOn, everybody } = this;
    const isUnsettled = (state: number, moving: number): boolean => {
      for (let step = compiled.expand(state) - 1; step >= 0; step--)
        // A successor in which more are stuck differs, and so does one that is marked.
        if (movesOn[compiled.successors[step] as number] !== moving) return true;
      return false;
    };
    for (let changed = true; changed; ) {
      changed = false;
      for (let state = stateCount - 1; state >= 0; state--) {
        if (state % statesPerSlice === 0) yield;
        const moving = movesOn[state] as number;
        if (moving === everybody || moving < 0 || !isUnsettled(state, moving)) continue;
        movesOn[state] = moving | unsettled;
        changed = true;
      }
    }
    for (let state = 0; state < stateCount; state++) {
      const moving = movesOn[state] as number;
      if (moving !== everybody && moving >= 0) return state;
    }
    return undefined;
  }
}
