/** What each of the shared words is for. */
export const slots = {
  /** Counts the levels: workers wait for the next. */
  epoch: 0,
  /** The next state of the level that no thread has taken. */
  next: 1,
  levelBegin: 2,
  levelEnd: 3,
  /** The first number that no thread has claimed. */
  claimed: 4,
  indexMask: 5,
  /** Workers that have loaded their code. */
  ready: 6,
  /** Workers that have nothing left to do in this level. */
  arrived: 7,
  /** Workers that wait for the index to grow. */
  paused: 8,
  pauseAsked: 9,
  stop: 10,
  /** Of the first step that left a range. */
  badEdge: 11,
  badState: 12,
  ended: 13,
  /** Counts the ends of pauses. */
  resumed: 14,
  /** 1 while those that pause enter the states into a larger index. */
  rebuilding: 15,
  /** The next part of it that no thread has taken. */
  nextPart: 16,
  /** Threads that have rebuilt their part. */
  rebuilt: 17,
  /** Threads that have entered what was left over. */
  leftOverEntered: 18,
} as const;

const firstUnused = 19;

/** So short that a worker which could not load its code is soon heard of. */
const momentMs = 5;

/** An interval of numbers of states: from the first up to the second. */
export type Interval = readonly [from: number, to: number];

/** Some words of memory that the threads of a search share, changed by atomic operations only. */
export class ControlWords {
  private readonly words: Int32Array<SharedArrayBuffer>;

  /**
   * @param workers besides the thread that leads them
   * @param openWords how many words say what is open
   * @param shared the memory of another thread's
   */
  constructor(
    readonly workers: number,
    readonly openWords: number,
    readonly shared = new SharedArrayBuffer(
      (firstUnused + 2 * (workers + 1) + openWords) * Int32Array.BYTES_PER_ELEMENT,
    ),
  ) {
    this.words = new Int32Array(shared);
  }

  load(slot: number): number {
    return Atomics.load(this.words, slot);
  }

  store(slot: number, value: number): void {
    Atomics.store(this.words, slot, value);
  }

  /** Gives the value before. */
  add(slot: number, value: number): number {
    return Atomics.add(this.words, slot, value);
  }

  /** Stores a value in place of 0, and says whether it was 0. */
  storeFirst(slot: number, value: number): boolean {
    return Atomics.compareExchange(this.words, slot, 0, value) === 0;
  }

  /** Wakes each thread that waits for a count to change. */
  count(slot: number): void {
    Atomics.add(this.words, slot, 1);
    Atomics.notify(this.words, slot);
  }

  /**
   * Looks again after each wake-up: a thread that counts changes the word first and wakes after that, by when a quick thread has
   * seen the change, done its work and waits for the next.
   */
  waitWhile(slot: number, value: number): void {
    while (this.load(slot) === value) Atomics.wait(this.words, slot, value);
  }

  /** Waits for a moment, or until a count that is `value` changes. */
  waitBriefly(slot: number, value: number): void {
    Atomics.wait(this.words, slot, value, momentMs);
  }

  /** What is open for the states of the level. */
  get open(): Int32Array {
    return this.words.slice(this.firstOpen, this.firstOpen + this.openWords);
  }

  set open(words: Int32Array) {
    this.words.set(words, this.firstOpen);
  }

  /** Says which numbers a thread has claimed and not used. */
  publishUnused(thread: number, [from, to]: Interval): void {
    this.store(firstUnused + 2 * thread, from);
    this.store(firstUnused + 2 * thread + 1, to);
  }

  /** The numbers that were claimed and not used, in order. */
  get gaps(): readonly Interval[] {
    return Array.from({ length: this.workers + 1 }, (_, thread): Interval => {
      const slot = firstUnused + 2 * thread;
      return [this.load(slot), this.load(slot + 1)];
    })
      .filter(([from, to]) => from < to)
      .sort(([one], [other]) => one - other);
  }

  private get firstOpen(): number {
    return firstUnused + 2 * (this.workers + 1);
  }
}
