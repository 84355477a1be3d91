import { allocate } from './allocate.js';
import type { CompiledSystem } from './compile.js';
import { batchSize } from './generate-store.js';

/** Processes are kept as bits of an int32, so that a state takes one word for each group of this many. */
const processesPerWord = 31;
/** The bit that is left, in the first word: set where somebody is stuck, and more will be. */
const unsettled = 1 << 31;

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
  /** By process index: its position among those that are watched, or less than 0. */
  private readonly positions: Int32Array;
  private readonly watched: readonly number[];
  private readonly wordsPerState: number;
  /** By watched process, by location: 1 where it is at an end. */
  private readonly ends: readonly Uint8Array[];
  /** By word: the bits of all processes that it keeps. */
  private readonly everybody: Int32Array;
  /** By state: the set of those that are known to move on from there. */
  private movesOn: Int32Array;

  /** @param role of the processes that are watched */
  constructor(
    private readonly compiled: CompiledSystem,
    role: string,
  ) {
    const { processes } = compiled.system;
    this.watched = processes.flatMap(({ template }, index) => (template.roles.includes(role) ? [index] : []));
    this.positions = new Int32Array(processes.length).fill(-1);
    this.ends = this.watched.map((process, position) => {
      this.positions[process] = position;
      return Uint8Array.from(processes[process]?.template.graph.locations ?? [], ({ end }) => (end ? 1 : 0));
    });
    this.wordsPerState = Math.max(1, Math.ceil(this.watched.length / processesPerWord));
    this.everybody = new Int32Array(this.wordsPerState);
    for (let position = 0; position < this.watched.length; position++) this.add(this.everybody, 0, position);
    this.movesOn = new Int32Array((1 << 10) * this.wordsPerState);
  }

  bytesInUse(): number {
    return this.movesOn.byteLength;
  }

  /**
   * Notes who can move in a state; to be called right after it was expanded, in the order of the numbers of states.
   *
   * @param from the first of its pending successors
   * @param to the end of them
   */
  note(state: number, from: number, to: number): void {
    const { compiled, positions, wordsPerState } = this;
    const offset = state * wordsPerState;
    if (offset + wordsPerState > this.movesOn.length) {
      const larger = allocate(2 * this.movesOn.length);
      larger.set(this.movesOn);
      this.movesOn = larger;
    }
    const { movesOn } = this;
    for (let step = from; step < to; step++) {
      const position = positions[compiled.pendingProcesses[step] as number] as number;
      if (position >= 0) this.add(movesOn, offset, position);
    }
    this.shareAmongTwins(state);
    if (this.isEverybody(state)) return;
    for (let position = 0; position < this.watched.length; position++) {
      const location = compiled.locationOf(state, this.watched[position] as number);
      if (this.ends[position]?.[location] === 1) this.add(movesOn, offset, position);
    }
  }

  /**
   * Finds the first state, in the order of their numbers, in which somebody is stuck, and nobody else will be. A run up to
   * there shows all that wait for each other; the first state in which anybody is stuck may come long before the
   * others have fallen asleep.
   *
   * Yields now and then, so that the caller can pause or stop it; gives what it found when done.
   */
  *find(): Generator<void, Deadlock | undefined> {
    const { compiled, movesOn, wordsPerState } = this;
    yield* this.repeat(
      (state) => !this.isEverybody(state),
      (state, from, to) => this.spread(state, from, to),
    );
    yield* this.repeat(
      (state) => !this.isEverybody(state) && !this.isUnsettled(state),
      (state, from, to) => {
        for (let step = from; step < to; step++)
          if (!this.isAlike(state, compiled.numbers[step] as number)) {
            movesOn[state * wordsPerState] = (movesOn[state * wordsPerState] as number) | unsettled;
            return true;
          }
        return false;
      },
    );
    for (let state = 0; state < compiled.stateCount(); state++)
      if (!this.isEverybody(state) && !this.isUnsettled(state))
        return { state, processes: this.stuckIn(state) };
    return undefined;
  }

  /** Goes through all states that are `open`, from the last to the first, until `improve` changes none of them any more. */
  private *repeat(
    open: (state: number) => boolean,
    improve: (state: number, from: number, to: number) => boolean,
  ): Generator<void> {
    const { compiled } = this;
    for (let changed = true; changed; ) {
      changed = false;
      for (let next = compiled.stateCount() - 1; next >= 0; ) {
        yield;
        const states: number[] = [];
        const ends: number[] = [];
        for (; next >= 0 && compiled.pendingCount() < batchSize && states.length < batchSize; next--) {
          if (!open(next)) continue;
          compiled.expand(next);
          states.push(next);
          ends.push(compiled.pendingCount());
        }
        compiled.enter();
        for (const [each, state] of states.entries())
          if (improve(state, ends[each - 1] ?? 0, ends[each] as number)) changed = true;
      }
    }
  }

  /** Whoever moves on from a successor of a state moves on from it. */
  private spread(state: number, from: number, to: number): boolean {
    const { compiled, movesOn, wordsPerState } = this;
    if (compiled.groups.length > 0) return this.spreadRenamed(state, from, to);
    let changed = false;
    for (let word = 0; word < wordsPerState; word++) {
      const known = movesOn[state * wordsPerState + word] as number;
      let moving = known;
      for (let step = from; step < to; step++)
        moving |= movesOn[(compiled.numbers[step] as number) * wordsPerState + word] as number;
      if (moving === known) continue;
      movesOn[state * wordsPerState + word] = moving;
      changed = true;
    }
    return changed;
  }

  /** The same, where a process of a state may have become another one in the representative of a successor. */
  private spreadRenamed(state: number, from: number, to: number): boolean {
    const { compiled, watched } = this;
    let changed = false;
    for (let step = from; step < to; step++) {
      const places = compiled.placesOf(step);
      const successor = compiled.numbers[step] as number;
      for (let position = 0; position < watched.length; position++) {
        const process = watched[position] as number;
        const place = this.positions[places?.[process] ?? process] as number;
        if (this.moves(state, position) || !this.moves(successor, place)) continue;
        this.add(this.movesOn, state * this.wordsPerState, position);
        changed = true;
      }
    }
    return this.shareAmongTwins(state) || changed;
  }

  /** Of processes that stand alike in every respect, all move on if one does. Of their steps, only one's are looked at. */
  private shareAmongTwins(state: number): boolean {
    const { compiled } = this;
    if (compiled.groups.length === 0) return false;
    compiled.findTwins(state);
    let changed = false;
    for (const group of compiled.groups)
      for (let begin = 0; begin < group.length; ) {
        let end = begin + 1;
        while (end < group.length && compiled.twins[group[end] as number] === 1) end++;
        const positions = group.slice(begin, end).map((process) => this.positions[process] as number);
        begin = end;
        if (positions.length === 1 || (positions[0] as number) < 0) continue;
        if (!positions.some((each) => this.moves(state, each))) continue;
        for (const position of positions)
          if (!this.moves(state, position)) {
            this.add(this.movesOn, state * this.wordsPerState, position);
            changed = true;
          }
      }
    return changed;
  }

  private moves(state: number, position: number): boolean {
    const word = this.movesOn[state * this.wordsPerState + Math.floor(position / processesPerWord)] as number;
    return ((word >>> (position % processesPerWord)) & 1) === 1;
  }

  /** Whether nobody else is stuck in a successor, nor will be after it. */
  private isAlike(state: number, successor: number): boolean {
    if (this.compiled.groups.length > 0)
      // Who is stuck stays so, whatever he is called: it is enough to count them.
      return !this.isUnsettled(successor) && this.countStuck(state) === this.countStuck(successor);
    for (let word = 0; word < this.wordsPerState; word++)
      if (
        this.movesOn[state * this.wordsPerState + word] !==
        this.movesOn[successor * this.wordsPerState + word]
      )
        return false;
    return true;
  }

  private isEverybody(state: number): boolean {
    for (let word = 0; word < this.wordsPerState; word++)
      if (this.movesOn[state * this.wordsPerState + word] !== this.everybody[word]) return false;
    return true;
  }

  private isUnsettled(state: number): boolean {
    return (this.movesOn[state * this.wordsPerState] as number) < 0;
  }

  private stuckIn(state: number): readonly string[] {
    return this.watched.flatMap((process, position) =>
      this.moves(state, position) ? [] : [this.compiled.system.processes[process]?.name as string],
    );
  }

  private countStuck(state: number): number {
    return this.watched.filter((_, position) => !this.moves(state, position)).length;
  }

  private add(sets: Int32Array, offset: number, position: number): void {
    const at = offset + Math.floor(position / processesPerWord);
    sets[at] = (sets[at] as number) | (1 << (position % processesPerWord));
  }
}
