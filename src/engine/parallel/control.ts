import { blockSize, type ConcurrentMachine } from '../machine/index.js';
import type { Store } from '../packing/index.js';
import { ControlWords, type Interval, slots } from './control-words.js';
import { Rebuild, rebuildPart } from './rebuild.js';

/** Why the threads are to stop before the level is done: `failed` when one of them has thrown. */
export type Stop = 'none' | 'asked' | 'memory' | 'out-of-range' | 'failed';

const stops: readonly Stop[] = ['none', 'asked', 'memory', 'out-of-range', 'failed'];

/** So many states a thread takes from a level at once. */
const chunkSize = 256;

/** Where the threads of a search meet: one that leads, and its workers. */
export class Control {
  private readonly words: ControlWords;
  private readonly rebuilding: Rebuild;

  /**
   * @param workers besides the thread that leads them
   * @param openWords how many words say what is open
   * @param shared the memory of the leading thread's
   */
  constructor(
    readonly workers: number,
    readonly openWords: number,
    shared?: SharedArrayBuffer,
  ) {
    this.words = new ControlWords(workers, openWords, shared);
    this.rebuilding = new Rebuild(this.words);
  }

  get shared(): SharedArrayBuffer {
    return this.words.shared;
  }

  get level(): { readonly begin: number; readonly end: number } {
    return { begin: this.words.load(slots.levelBegin), end: this.words.load(slots.levelEnd) };
  }

  get indexMask(): number {
    return this.words.load(slots.indexMask);
  }

  /** The first number that no thread has claimed. */
  get claimed(): number {
    return this.words.load(slots.claimed);
  }

  get ready(): number {
    return this.words.load(slots.ready);
  }

  get epoch(): number {
    return this.words.load(slots.epoch);
  }

  get stop(): Stop {
    return stops[this.words.load(slots.stop)] as Stop;
  }

  get isEnded(): boolean {
    return this.words.load(slots.ended) === 1;
  }

  get isPauseAsked(): boolean {
    return this.words.load(slots.pauseAsked) === 1;
  }

  /** Whether no worker touches the store: each has arrived, or has paused. */
  get areWorkersStill(): boolean {
    return this.words.load(slots.arrived) + this.words.load(slots.paused) === this.workers;
  }

  get haveWorkersArrived(): boolean {
    return this.words.load(slots.arrived) === this.workers;
  }

  /** What is open for the states of the level. */
  get open(): Int32Array {
    return this.words.open;
  }

  /** What step left a range, as the numbers of an edge and of a state. */
  get badStep(): readonly [number, number] {
    return [this.words.load(slots.badEdge), this.words.load(slots.badState)];
  }

  /** The numbers that were claimed and not used, in order. */
  get gaps(): readonly Interval[] {
    return this.words.gaps;
  }

  markReady(): void {
    this.words.count(slots.ready);
  }

  beginLevel(begin: number, end: number, indexMask: number, open: Int32Array): void {
    this.words.open = open;
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
      this.words.store(slot, value);
    this.words.count(slots.epoch);
  }

  /** Takes some states of the level; those from `begin` up to `end`. */
  takeChunk(): { readonly begin: number; readonly end: number } | undefined {
    const { end } = this.level;
    const begin = this.words.add(slots.next, chunkSize);
    return begin < end ? { begin, end: Math.min(begin + chunkSize, end) } : undefined;
  }

  claimBlock(): number {
    return this.words.add(slots.claimed, blockSize);
  }

  askForPause(): void {
    this.words.store(slots.pauseAsked, 1);
  }

  /**
   * Of a worker: says which numbers it has claimed and not used, and waits until it may go on. Should the index be rebuilt
   * meanwhile, it takes part.
   */
  pause(worker: number, unused: Interval, rebuild: () => void): void {
    let resumed = this.words.load(slots.resumed);
    this.words.publishUnused(worker, unused);
    this.words.add(slots.paused, 1);
    for (;;) {
      this.words.waitWhile(slots.resumed, resumed);
      if (!this.rebuilding.isUnderWay) return;
      resumed = this.words.load(slots.resumed);
      rebuild();
    }
  }

  /** Does one part of a rebuild. */
  rebuildPart(machine: ConcurrentMachine, store: Store): void {
    rebuildPart(machine, store, this.words, this.rebuilding, () => this.stop === 'failed');
  }

  /** Of the leading thread: enters all states into an index that is larger, together with the workers that pause. */
  rebuild(machine: ConcurrentMachine, store: Store): void {
    this.publishUnused(machine.unusedNumbers());
    this.rebuilding.begin(store.indexMask);
    this.rebuildPart(machine, store);
    while (!this.rebuilding.isDone && this.stop !== 'failed');
  }

  resume(indexMask: number): void {
    this.words.store(slots.indexMask, indexMask);
    for (const slot of [slots.pauseAsked, slots.paused, slots.rebuilding]) this.words.store(slot, 0);
    this.words.count(slots.resumed);
  }

  /** Of a worker: says which numbers it has claimed and not used, and that it has nothing left to do. */
  arrive(worker: number, unused: Interval): void {
    this.words.publishUnused(worker, unused);
    this.words.add(slots.arrived, 1);
  }

  /** Of the leading thread: says which numbers it has claimed and not used. */
  publishUnused(unused: Interval): void {
    this.words.publishUnused(this.workers, unused);
  }

  /** Of the leading thread: waits for a moment, or until one more worker is ready. */
  waitForReady(): void {
    this.words.waitBriefly(slots.ready, this.ready);
  }

  /** Of a worker: waits until a level begins after the one of that epoch, or the search ends. */
  waitAfter(epoch: number): void {
    this.words.waitWhile(slots.epoch, epoch);
  }

  /** Has all threads stop where they are. The first reason counts. */
  askToStop(why: Stop): void {
    this.words.storeFirst(slots.stop, stops.indexOf(why));
  }

  reportBadStep(edge: number, state: number): void {
    if (!this.words.storeFirst(slots.stop, stops.indexOf('out-of-range'))) return;
    this.words.store(slots.badEdge, edge);
    this.words.store(slots.badState, state);
  }

  /** Lets the workers end. */
  end(): void {
    this.words.store(slots.ended, 1);
    this.words.count(slots.epoch);
  }
}
