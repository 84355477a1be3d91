import type { CompiledSystem } from '../compiled/index.js';
import { batchSize } from '../machine/index.js';
import { giveBack, reserve } from '../packing/index.js';
import { Moves, type WatchedProcesses, watch, wordsPerState } from './moves.js';

/** The bit that no process has, in the first word: set where a process is stuck, and more will be. */
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
 * While the states are visited, it is noted which processes can move in each; when all have been, that is spread backwards.
 */
export class DeadlockFinder {
  readonly watched: WatchedProcesses;
  readonly moves: Moves;
  private readonly wordsPerState: number;

  /** @param role of the processes that are watched */
  constructor(
    private readonly compiled: CompiledSystem,
    role: string,
  ) {
    this.watched = watch(compiled.system, role, compiled.groups);
    this.wordsPerState = wordsPerState(this.watched);
    this.moves = new Moves(this.watched, compiled, reserve(compiled.store.limit * this.wordsPerState));
  }

  /** Gives the memory back. Nothing may be asked any more. */
  release(): void {
    giveBack(this.moves.sets);
  }

  /** Makes room for notes about that many states. @throws MemoryExhaustedError */
  makeRoom(states: number): void {
    this.moves.makeRoom(states);
  }

  bytesInUse(): number {
    return this.compiled.stateCount() * this.wordsPerState * Int32Array.BYTES_PER_ELEMENT;
  }

  /**
   * Finds the first state, in the order of their numbers, in which a process is stuck, and no other will be. A run up to
   * there shows all that wait for each other; the first state in which any process is stuck may come long before the
   * others have fallen asleep.
   *
   * Yields now and then, so that the caller can pause or stop it; gives what it found when done.
   */
  *find(): Generator<void, Deadlock | undefined> {
    const { compiled, moves, wordsPerState } = this;
    yield* this.repeat(
      (state) => !moves.doAllMove(state),
      (state, from, to) => this.spread(state, from, to),
    );
    yield* this.repeat(
      (state) => !moves.doAllMove(state) && !this.isUnsettled(state),
      (state, from, to) => {
        for (let step = from; step < to; step++)
          if (!this.isAlike(state, compiled.numbers[step] as number)) {
            moves.sets[state * wordsPerState] = (moves.sets[state * wordsPerState] as number) | unsettled;
            return true;
          }
        return false;
      },
    );
    for (let state = 0; state < compiled.stateCount(); state++)
      if (!moves.doAllMove(state) && !this.isUnsettled(state))
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
        for (let looked = 0; next >= 0 && compiled.pendingCount() < batchSize && looked < 1 << 14; looked++) {
          const state = next--;
          if (!open(state)) continue;
          compiled.expand(state);
          states.push(state);
          ends.push(compiled.pendingCount());
        }
        compiled.enter();
        for (const [each, state] of states.entries())
          if (improve(state, ends[each - 1] ?? 0, ends[each] as number)) changed = true;
      }
    }
  }

  /** A process that moves on from a successor of a state moves on from it. */
  private spread(state: number, from: number, to: number): boolean {
    const { compiled, moves, wordsPerState } = this;
    if (compiled.groups.length > 0) return this.spreadRenamed(state, from, to);
    let changed = false;
    for (let word = 0; word < wordsPerState; word++) {
      const known = moves.sets[state * wordsPerState + word] as number;
      let moving = known;
      for (let step = from; step < to; step++)
        moving |= moves.sets[(compiled.numbers[step] as number) * wordsPerState + word] as number;
      if (moving === known) continue;
      moves.sets[state * wordsPerState + word] = moving;
      changed = true;
    }
    return changed;
  }

  /** The same, where a process of a state may have become another one in the representative of a successor. */
  private spreadRenamed(state: number, from: number, to: number): boolean {
    const { compiled, moves } = this;
    const { indices, positions } = this.watched;
    let changed = false;
    for (let step = from; step < to; step++) {
      const permutation = compiled.permutationOf(step);
      const successor = compiled.numbers[step] as number;
      for (let position = 0; position < indices.length; position++) {
        const process = indices[position] as number;
        const renamed = positions[permutation?.[process] ?? process] as number;
        if (moves.has(state, position) || !moves.has(successor, renamed)) continue;
        moves.add(state, position);
        changed = true;
      }
    }
    return moves.shareAmongTwins(state) || changed;
  }

  /** Whether no other process is stuck in a successor, nor will be after it. */
  private isAlike(state: number, successor: number): boolean {
    const { sets } = this.moves;
    if (this.compiled.groups.length > 0)
      // A process that is stuck stays so, whatever it is called: it is enough to count them.
      return !this.isUnsettled(successor) && this.stuckIn(state).length === this.stuckIn(successor).length;
    for (let word = 0; word < this.wordsPerState; word++)
      if (sets[state * this.wordsPerState + word] !== sets[successor * this.wordsPerState + word])
        return false;
    return true;
  }

  private isUnsettled(state: number): boolean {
    return (this.moves.sets[state * this.wordsPerState] as number) < 0;
  }

  private stuckIn(state: number): readonly string[] {
    return this.watched.indices.flatMap((process, position) =>
      this.moves.has(state, position) ? [] : [this.compiled.system.processes[process]?.name as string],
    );
  }
}
