import { totalmem } from 'node:os';
import { MemoryExhaustedError } from './memory.js';
import { enlarged, giveBack, reserve } from './shared-memory.js';

/** How full the index may be: linear probing degrades beyond. Below half of this it is never, once it has grown. */
const maximumLoad = 0.75;
const initialSlots = 1 << 12;
/** There is room for so many whatever the limit, so that there is something to report. */
const minimumStates = 1 << 10;
/** So much is reserved at first, and so many times as much whenever that is used up. */
const initialStates = 1 << 18;
const growth = 16;
/** An entry of the index holds the number of a state in its low bits, and is an int32. */
const maximumSlots = 1 << 30;
/** V8 has no longer arrays. */
const maximumWords = 2 ** 32;
const bytesPerWord = Int32Array.BYTES_PER_ELEMENT;

/**
 * The visited set: all states, packed, in the order in which they were reached, and an index over them. Memory is reserved
 * for many more than there are, and used from its beginning: what is not used is not there, and growing seldom copies. It
 * can be shared between threads.
 */
export class Store {
  /** One less than the slots that the index has now, a power of two. */
  indexMask = initialSlots - 1;

  private constructor(
    private readonly words: number,
    /** The most states that there may ever be, and the slots of an index over so many. */
    private readonly most: Capacity,
    public states: Int32Array<SharedArrayBuffer>,
    public index: Int32Array<SharedArrayBuffer>,
  ) {}

  /**
   * An empty store.
   *
   * @param words of a state
   * @param limitBytes what states and index may take together
   * @throws MemoryExhaustedError when the machine has no such memory to give
   */
  static create(words: number, limitBytes: number): Store {
    const most = capacity(words, Math.min(limitBytes, totalmem()));
    const states = Math.min(initialStates, most.states);
    const slots = Math.min(growth * initialSlots, most.slots);
    const store = new Store(words, most, reserve(states * words), reserve(slots));
    store.index.fill(0, 0, initialSlots);
    return store;
  }

  /** The store that another thread has, from what it says of it. */
  static share({ words, most, states, stateWords, index, slots }: SharedStore): Store {
    return new Store(words, most, new Int32Array(states, 0, stateWords), new Int32Array(index, 0, slots));
  }

  /** What another thread needs to know of this store. */
  shared(): SharedStore {
    const { words, most, states, index } = this;
    return {
      words,
      most,
      states: states.buffer,
      stateWords: states.length,
      index: index.buffer,
      slots: index.length,
    };
  }

  get bytesPerState(): number {
    return bytesPerWord * this.words;
  }

  /** How many states there may ever be. */
  get limitEver(): number {
    return this.most.states;
  }

  /** How many states there is room for before something has to grow. */
  get limit(): number {
    return Math.min(
      Math.floor((this.indexMask + 1) * maximumLoad),
      Math.floor(this.states.length / this.words),
    );
  }

  /**
   * Makes room for that many states, and says whether the index is larger now: then the caller empties it and enters them again.
   *
   * @throws MemoryExhaustedError when there is no room for so many; then nothing has changed
   */
  grow(states: number): boolean {
    if (states > this.most.states) throw new MemoryExhaustedError();
    let slots = this.indexMask + 1;
    while (states > Math.floor(slots * maximumLoad)) slots *= 2;
    const isLarger = slots > this.indexMask + 1;
    const hasRoom = states * this.words <= this.states.length;
    this.exchange(
      hasRoom ? undefined : Math.max(states, (growth * this.states.length) / this.words),
      slots <= this.index.length ? undefined : Math.max(slots, growth * this.index.length),
    );
    this.indexMask = slots - 1;
    return isLarger;
  }

  /**
   * Reserves all that there may ever be: what threads share must not be exchanged for something larger.
   *
   * @throws MemoryExhaustedError when the machine has no such memory to give; then nothing has changed
   */
  reserveAll(): void {
    this.exchange(this.most.states, this.most.slots);
  }

  bytesInUse(stateCount: number): number {
    return bytesPerWord * (stateCount * this.words + this.indexMask + 1);
  }

  /** Gives the memory back, for the next search. Nothing may use it any more. */
  release(): void {
    giveBack(this.states);
    giveBack(this.index);
  }

  /** Exchanges the arrays for larger ones: both, or neither where there is no memory for one. */
  private exchange(states: number | undefined, slots: number | undefined): void {
    const longerStates = states && reserve(Math.min(states, this.most.states) * this.words);
    try {
      if (slots) this.index = enlarged(this.index, Math.min(slots, this.most.slots), this.indexMask + 1);
    } catch (error) {
      if (longerStates) giveBack(longerStates);
      throw error;
    }
    if (!longerStates) return;
    longerStates.set(this.states.subarray(0, Math.min(this.limit * this.words, longerStates.length)));
    giveBack(this.states);
    this.states = longerStates;
  }
}

/** A store, as it can be sent to another thread: V8 does not send arrays of more than 4 GiB whole, but it does their memory. */
export interface SharedStore {
  readonly words: number;
  readonly most: Capacity;
  readonly states: SharedArrayBuffer;
  readonly stateWords: number;
  readonly index: SharedArrayBuffer;
  readonly slots: number;
}

interface Capacity {
  readonly states: number;
  readonly slots: number;
}

/** The most states that fit, and the slots of an index over so many. */
function capacity(words: number, limitBytes: number): Capacity {
  let best = { slots: initialSlots, states: minimumStates };
  for (let slots = initialSlots; slots <= maximumSlots; slots *= 2) {
    const room = Math.min(Math.floor(limitBytes / bytesPerWord) - slots, maximumWords);
    const states = Math.min(Math.floor(slots * maximumLoad), Math.floor(room / words));
    if (states > best.states) best = { slots, states };
  }
  return best;
}
