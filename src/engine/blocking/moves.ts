import type { System } from '../../system/index.js';
import type { Machine } from '../machine/index.js';
import { enlarged } from '../packing/index.js';

/** Processes are kept as bits of an int32, so that a state takes one word for each group of this many. */
const processesPerWord = 31;

/** Which processes are watched, and where each is at an end: plain data, which can be sent to another thread. */
export interface WatchedProcesses {
  /** By their indices. */
  readonly indices: readonly number[];
  /** By process index: its position among those that are watched, or less than 0. */
  readonly positions: Int32Array;
  /** By watched process, by location: 1 where it is at an end. */
  readonly ends: readonly Uint8Array[];
  /** Groups of processes, by their indices, whose order does not matter. */
  readonly groups: readonly (readonly number[])[];
}

/** @param role of the processes that are to be watched */
export function watch(
  { processes }: System,
  role: string,
  groups: readonly (readonly number[])[],
): WatchedProcesses {
  const indices = processes.flatMap(({ template }, index) => (template.roles.includes(role) ? [index] : []));
  const positions = new Int32Array(processes.length).fill(-1);
  indices.forEach((process, position) => {
    positions[process] = position;
  });
  const ends = indices.map((process) =>
    Uint8Array.from(processes[process]?.template.graph.locations ?? [], ({ end }) => (end ? 1 : 0)),
  );
  return { indices, positions, ends, groups };
}

export function wordsPerState({ indices }: WatchedProcesses): number {
  return Math.max(1, Math.ceil(indices.length / processesPerWord));
}

/** For each state, the set of the watched processes that are known to move on from there. */
export class Moves {
  private readonly wordsPerState: number;
  /** By word: the bits of all processes that it keeps. */
  private readonly all: Int32Array;

  /** @param sets by state: the set, in as many words as {@link wordsPerState} says */
  constructor(
    private readonly watched: WatchedProcesses,
    private readonly machine: Pick<Machine, 'pendingProcesses' | 'locationOf' | 'findTwins' | 'twins'>,
    public sets: Int32Array<SharedArrayBuffer>,
  ) {
    this.wordsPerState = wordsPerState(watched);
    this.all = new Int32Array(this.wordsPerState);
    for (let position = 0; position < watched.indices.length; position++) addTo(this.all, 0, position);
  }

  /**
   * Notes which processes can move in a state; to be called right after it was expanded.
   *
   * @param from the first of its pending successors
   * @param to the end of them
   */
  note(state: number, from: number, to: number): void {
    const { machine, sets, wordsPerState } = this;
    const { positions, indices, ends } = this.watched;
    const offset = state * wordsPerState;
    for (let word = 0; word < wordsPerState; word++) sets[offset + word] = 0;
    for (let step = from; step < to; step++) {
      const position = positions[machine.pendingProcesses[step] as number] as number;
      if (position >= 0) addTo(sets, offset, position);
    }
    this.shareAmongTwins(state);
    if (this.doAllMove(state)) return;
    for (let position = 0; position < indices.length; position++) {
      const location = machine.locationOf(state, indices[position] as number);
      if (ends[position]?.[location] === 1) addTo(sets, offset, position);
    }
  }

  /** Of processes that stand alike in every respect, all move on if one does. Only the steps of one of them are looked at. */
  shareAmongTwins(state: number): boolean {
    const { machine } = this;
    const { groups, positions } = this.watched;
    if (groups.length === 0) return false;
    machine.findTwins(state);
    let changed = false;
    for (const group of groups)
      for (let begin = 0; begin < group.length; ) {
        let end = begin + 1;
        while (end < group.length && machine.twins[group[end] as number] === 1) end++;
        const alike = group.slice(begin, end).map((process) => positions[process] as number);
        begin = end;
        if (alike.length === 1 || (alike[0] as number) < 0) continue;
        if (!alike.some((each) => this.has(state, each))) continue;
        for (const position of alike)
          if (!this.has(state, position)) {
            this.add(state, position);
            changed = true;
          }
      }
    return changed;
  }

  /** Makes room for that many states. @throws MemoryExhaustedError */
  makeRoom(states: number): void {
    const words = states * this.wordsPerState;
    if (words > this.sets.length)
      this.sets = enlarged(this.sets, Math.max(words, 2 * this.sets.length), this.sets.length);
  }

  has(state: number, position: number): boolean {
    const word = this.sets[state * this.wordsPerState + Math.floor(position / processesPerWord)] as number;
    return ((word >>> (position % processesPerWord)) & 1) === 1;
  }

  add(state: number, position: number): void {
    addTo(this.sets, state * this.wordsPerState, position);
  }

  doAllMove(state: number): boolean {
    for (let word = 0; word < this.wordsPerState; word++)
      if (this.sets[state * this.wordsPerState + word] !== this.all[word]) return false;
    return true;
  }
}

function addTo(sets: Int32Array, offset: number, position: number): void {
  const at = offset + Math.floor(position / processesPerWord);
  sets[at] = (sets[at] as number) | (1 << (position % processesPerWord));
}
