import { blockSize } from '../codegen/store.js';

/** Why the threads are to stop before the level is done. */
export type Stop = 'none' | 'asked' | 'memory' | 'out-of-range';

const stops: readonly Stop[] = ['none', 'asked', 'memory', 'out-of-range'];

const slots = {
  /** Counts the levels: helpers wait for the next. */
  epoch: 0,
  /** The next state of the level that nobody has taken. */
  next: 1,
  levelBegin: 2,
  levelEnd: 3,
  /** The first number that nobody has claimed. */
  claimed: 4,
  indexMask: 5,
  /** Helpers that have loaded their code. */
  ready: 6,
  /** Helpers that have nothing left to do in this level. */
  arrived: 7,
  /** Helpers that wait for the index to grow. */
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
  /** The next part of it that nobody has taken. */
  nextPart: 16,
  /** Threads that have rebuilt their part. */
  rebuilt: 17,
  /** Threads that have entered what was left over. */
  leftOverEntered: 18,
  first: 19,
} as const;

/** So many states a thread takes from a level at once. */
const chunkSize = 256;

/** Where the threads of a search meet: some words of shared memory, changed by atomic operations only. */
export class Control {
  private readonly words: Int32Array<SharedArrayBuffer>;

  /**
   * @param shared that of another thread
   * @param openWords how many words say what is open
   */
  constructor(
    readonly helpers: number,
    readonly openWords: number,
    readonly shared = new SharedArrayBuffer(
      (slots.first + 2 * (helpers + 1) + openWords) * Int32Array.BYTES_PER_ELEMENT,
    ),
  ) {
    this.words = new Int32Array(shared);
  }

  get level(): { readonly begin: number; readonly end: number } {
    return { begin: this.load(slots.levelBegin), end: this.load(slots.levelEnd) };
  }

  get indexMask(): number {
    return this.load(slots.indexMask);
  }

  get claimed(): number {
    return this.load(slots.claimed);
  }

  get ready(): number {
    return this.load(slots.ready);
  }

  get epoch(): number {
    return this.load(slots.epoch);
  }

  get stop(): Stop {
    return stops[this.load(slots.stop)] as Stop;
  }

  get isEnded(): boolean {
    return this.load(slots.ended) === 1;
  }

  get isPauseAsked(): boolean {
    return this.load(slots.pauseAsked) === 1;
  }

  /** Whether no helper touches the store: each has arrived, or has paused. */
  get areHelpersStill(): boolean {
    return this.load(slots.arrived) + this.load(slots.paused) === this.helpers;
  }

  get haveHelpersArrived(): boolean {
    return this.load(slots.arrived) === this.helpers;
  }

  /** What is open for the states of the level. */
  get open(): Int32Array {
    return this.words.slice(this.firstOpen, this.firstOpen + this.openWords);
  }

  /** What step left a range, as the numbers of an edge and of a state. */
  get badStep(): readonly [number, number] {
    return [this.load(slots.badEdge), this.load(slots.badState)];
  }

  markReady(): void {
    Atomics.add(this.words, slots.ready, 1);
  }

  beginLevel(begin: number, end: number, indexMask: number, open: Int32Array): void {
    this.words.set(open, this.firstOpen);
    for (const [slot, value] of [
      [slots.next, begin],
      [slots.levelBegin, begin],
      [slots.levelEnd, end],
      [slots.claimed, end],
      [slots.indexMask, indexMask],
      [slots.arrived, 0],
      [slots.paused, 0],
      [slots.pauseAsked, 0],
    ] as const)
      Atomics.store(this.words, slot, value);
    this.count(slots.epoch);
  }

  /** Takes some states of the level; those from `begin` up to `end`. */
  takeChunk(): { readonly begin: number; readonly end: number } | undefined {
    const { end } = this.level;
    const begin = Atomics.add(this.words, slots.next, chunkSize);
    return begin < end ? { begin, end: Math.min(begin + chunkSize, end) } : undefined;
  }

  claimBlock(): number {
    return Atomics.add(this.words, slots.claimed, blockSize);
  }

  askForPause(): void {
    Atomics.store(this.words, slots.pauseAsked, 1);
  }

  /**
   * Of a helper: says which numbers it has claimed and not used, and waits until it may go on. Should the index be rebuilt
   * meanwhile, it takes part.
   */
  pause(helper: number, unused: readonly [number, number], rebuild: () => void): void {
    let resumed = this.load(slots.resumed);
    this.publish(helper, unused);
    Atomics.add(this.words, slots.paused, 1);
    for (;;) {
      this.waitWhile(slots.resumed, resumed);
      if (this.load(slots.rebuilding) === 0) return;
      resumed = this.load(slots.resumed);
      rebuild();
    }
  }

  /** Lets those that pause enter all states into an index that is empty. @param unused numbers of this thread */
  beginRebuild(indexMask: number, unused: readonly [number, number]): void {
    this.publish(this.helpers, unused);
    Atomics.store(this.words, slots.indexMask, indexMask);
    for (const slot of [slots.nextPart, slots.rebuilt, slots.leftOverEntered])
      Atomics.store(this.words, slot, 0);
    Atomics.store(this.words, slots.rebuilding, 1);
    this.count(slots.resumed);
  }

  /** Takes the part of the index that one of those who rebuild it cares for: the slots from `low` up to `high`. */
  takePart(): { readonly low: number; readonly high: number } {
    const slotsInAll = this.indexMask + 1;
    const part = Atomics.add(this.words, slots.nextPart, 1);
    const boundary = (each: number): number => Math.floor((each * slotsInAll) / this.rebuilders);
    return { low: boundary(part), high: boundary(part + 1) };
  }

  markRebuilt(): void {
    Atomics.add(this.words, slots.rebuilt, 1);
  }

  /** Whether all parts have been rebuilt. */
  get isRebuilt(): boolean {
    return this.load(slots.rebuilt) === this.rebuilders;
  }

  markLeftOverEntered(): void {
    Atomics.add(this.words, slots.leftOverEntered, 1);
  }

  get isLeftOverEntered(): boolean {
    return this.load(slots.leftOverEntered) === this.rebuilders;
  }

  /** How many threads rebuild the index: those that pause, and the one that they help. */
  private get rebuilders(): number {
    return this.load(slots.paused) + 1;
  }

  /** The numbers that were claimed and not used, by helper and last by the thread that they help, in order. */
  get gaps(): readonly (readonly [number, number])[] {
    return Array.from({ length: this.helpers + 1 }, (_, each) => this.unusedBy(each))
      .filter(([from, to]) => from < to)
      .sort(([one], [other]) => one - other);
  }

  resume(indexMask: number): void {
    Atomics.store(this.words, slots.indexMask, indexMask);
    Atomics.store(this.words, slots.pauseAsked, 0);
    Atomics.store(this.words, slots.paused, 0);
    Atomics.store(this.words, slots.rebuilding, 0);
    this.count(slots.resumed);
  }

  /** Of a helper: says which numbers it has claimed and not used, and that it has nothing left to do. */
  arrive(helper: number, unused: readonly [number, number]): void {
    this.publish(helper, unused);
    Atomics.add(this.words, slots.arrived, 1);
  }

  /** Of a helper: waits until a level begins after the one of that epoch, or it is sent home. */
  waitAfter(epoch: number): void {
    this.waitWhile(slots.epoch, epoch);
  }

  askToStop(why: Stop): void {
    Atomics.compareExchange(this.words, slots.stop, 0, stops.indexOf(why));
  }

  reportBadStep(edge: number, state: number): void {
    if (Atomics.compareExchange(this.words, slots.stop, 0, stops.indexOf('out-of-range')) !== 0) return;
    Atomics.store(this.words, slots.badEdge, edge);
    Atomics.store(this.words, slots.badState, state);
  }

  /** Sends the helpers home. */
  end(): void {
    Atomics.store(this.words, slots.ended, 1);
    this.count(slots.epoch);
  }

  private get firstOpen(): number {
    return slots.first + 2 * (this.helpers + 1);
  }

  private unusedBy(thread: number): readonly [number, number] {
    return [this.load(slots.first + 2 * thread), this.load(slots.first + 2 * thread + 1)];
  }

  publish(thread: number, [from, to]: readonly [number, number]): void {
    Atomics.store(this.words, slots.first + 2 * thread, from);
    Atomics.store(this.words, slots.first + 2 * thread + 1, to);
  }

  /** Wakes whoever waits for a count to change. */
  private count(slot: number): void {
    Atomics.add(this.words, slot, 1);
    Atomics.notify(this.words, slot);
  }

  /**
   * Looks again after each wake-up: whoever counts changes the word first and wakes after that, by when a quick thread has seen the
   * change, done its work and waits for the next.
   */
  private waitWhile(slot: number, value: number): void {
    while (this.load(slot) === value) Atomics.wait(this.words, slot, value);
  }

  private load(slot: number): number {
    return Atomics.load(this.words, slot);
  }
}
