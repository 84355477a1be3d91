import type { ConcurrentMachine } from '../machine/index.js';
import type { Store } from '../packing/index.js';
import { type ControlWords, slots } from './control-words.js';

/** Where threads meet that enter all states into an index that is larger: each takes one part of it. */
export class Rebuild {
  constructor(private readonly words: ControlWords) {}

  begin(indexMask: number): void {
    const { words } = this;
    words.store(slots.indexMask, indexMask);
    for (const slot of [slots.nextPart, slots.rebuilt, slots.leftOverEntered]) words.store(slot, 0);
    words.store(slots.rebuilding, 1);
    words.count(slots.resumed);
  }

  get isUnderWay(): boolean {
    return this.words.load(slots.rebuilding) === 1;
  }

  /** Takes a part that no other thread has: the slots from `low` up to `high`. */
  takePart(): { readonly low: number; readonly high: number } {
    const slotsInAll = this.words.load(slots.indexMask) + 1;
    const part = this.words.add(slots.nextPart, 1);
    const boundary = (each: number): number => Math.floor((each * slotsInAll) / this.threads);
    return { low: boundary(part), high: boundary(part + 1) };
  }

  markPartDone(): void {
    this.words.add(slots.rebuilt, 1);
  }

  get areAllPartsDone(): boolean {
    return this.words.load(slots.rebuilt) === this.threads;
  }

  markLeftOverEntered(): void {
    this.words.add(slots.leftOverEntered, 1);
  }

  get isDone(): boolean {
    return this.words.load(slots.leftOverEntered) === this.threads;
  }

  /** How many take part: the workers that pause, and the thread that leads them. */
  private get threads(): number {
    return this.words.load(slots.paused) + 1;
  }
}

/**
 * What each thread does: it empties one part of the index and enters the states that belong there; then, with the others, those
 * for which no part had room.
 *
 * @param hasFailed whether a thread has ended before its time, so that there is nothing to wait for
 */
export function rebuildPart(
  machine: ConcurrentMachine,
  store: Store,
  words: ControlWords,
  rebuild: Rebuild,
  hasFailed: () => boolean,
): void {
  const { low, high } = rebuild.takePart();
  const claimed = words.load(slots.claimed);
  const leftOver: number[] = [];
  store.index.fill(0, low, high);
  let begin = 0;
  for (const [from, to] of [...words.gaps, [claimed, claimed] as const]) {
    machine.rebuildPart(low, high, begin, from, leftOver);
    begin = to;
  }
  rebuild.markPartDone();
  while (!rebuild.areAllPartsDone && !hasFailed());
  for (const state of leftOver) machine.enterLeftOver(state);
  rebuild.markLeftOverEntered();
}
