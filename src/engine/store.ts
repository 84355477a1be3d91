import { totalmem } from 'node:os';
import { MemoryExhaustedError } from './memory.js';

/** How full the index may be: linear probing degrades beyond. Below half of this it is never, once it has grown. */
const maximumLoad = 0.75;
const initialSlots = 1 << 12;
/** There is room for so many whatever the limit, so that there is something to report. */
const minimumStates = 1 << 10;
/** An entry of the index holds the number of a state in its low bits, and is an int32. */
const maximumSlots = 1 << 30;
/** V8 has no longer arrays. */
const maximumWords = 2 ** 32;
const bytesPerWord = Int32Array.BYTES_PER_ELEMENT;

/**
 * The visited set: all states, packed, in the order in which they were reached, and an index over them. Both stand in
 * memory that is reserved at once and used from its beginning: nothing is copied when they grow, and what is not used
 * is not there. The memory can be shared between threads.
 */
export class Store {
  /** One less than the slots that the index has now, a power of two. */
  indexMask = initialSlots - 1;

  private constructor(
    private readonly words: number,
    /** How many states there is room for. */
    readonly stateCapacity: number,
    readonly states: Int32Array<SharedArrayBuffer>,
    readonly index: Int32Array<SharedArrayBuffer>,
  ) {}

  /**
   * An empty store.
   *
   * @param words of a state
   * @param limitBytes what states and index may take together
   * @throws MemoryExhaustedError when the machine has no such memory to give
   */
  static create(words: number, limitBytes: number): Store {
    const { slots, states } = capacities(words, Math.min(limitBytes, totalmem()));
    const store = new Store(words, states, reserve(states * words, limitBytes), reserve(slots, limitBytes));
    store.index.fill(0, 0, initialSlots);
    return store;
  }

  /** The store that another thread has, from what it says of it. */
  static share({ words, stateCapacity, slots, states, index }: SharedStore): Store {
    return new Store(
      words,
      stateCapacity,
      new Int32Array(states, 0, stateCapacity * words),
      new Int32Array(index, 0, slots),
    );
  }

  /** What another thread needs to know of this store. */
  shared(): SharedStore {
    const { words, stateCapacity, states, index } = this;
    return { words, stateCapacity, slots: index.length, states: states.buffer, index: index.buffer };
  }

  /** How many states the index may hold before it has to grow. */
  get indexLimit(): number {
    return Math.min(Math.floor((this.indexMask + 1) * maximumLoad), this.stateCapacity);
  }

  /**
   * Doubles the index until it may hold that many states, and leaves it empty: the caller enters the states again.
   *
   * @throws MemoryExhaustedError when there is no room for so many; then nothing has changed
   */
  growIndex(states: number): void {
    if (states > this.stateCapacity) throw new MemoryExhaustedError();
    let slots = this.indexMask + 1;
    while (states > Math.floor(slots * maximumLoad)) slots *= 2;
    this.indexMask = slots - 1;
    this.index.fill(0, 0, slots);
  }

  get bytesPerState(): number {
    return bytesPerWord * this.words;
  }

  bytesInUse(stateCount: number): number {
    return bytesPerWord * (stateCount * this.words + this.indexMask + 1);
  }

  /** Gives the memory back, for the next search. Nothing may use it any more. */
  release(): void {
    giveBack(this.states);
    giveBack(this.index);
  }
}

/** A store, as it can be sent to another thread: V8 does not send arrays of more than 4 GiB whole, but it does their memory. */
export interface SharedStore {
  readonly words: number;
  readonly stateCapacity: number;
  readonly slots: number;
  readonly states: SharedArrayBuffer;
  readonly index: SharedArrayBuffer;
}

/** The most states that fit, and the slots of an index over so many. */
function capacities(words: number, limitBytes: number): { readonly slots: number; readonly states: number } {
  let best = { slots: initialSlots, states: minimumStates };
  for (let slots = initialSlots; slots <= maximumSlots; slots *= 2) {
    const left = limitBytes - bytesPerWord * slots;
    const room = Math.min(Math.floor(left / bytesPerWord), maximumWords);
    const states = Math.min(Math.floor(slots * maximumLoad), Math.floor(room / words));
    if (states > best.states) best = { slots, states };
  }
  return best;
}

/*
 * Memory that no search uses now. V8 does not know how large shared memory is, and is slow to collect it: two large
 * searches, one after the other, would take twice as much as one.
 */
const free: SharedArrayBuffer[] = [];

/** Nothing may use the array any more. */
export function giveBack({ buffer }: Int32Array<SharedArrayBuffer>): void {
  free.push(buffer);
}

/**
 * An array of that many words, whatever they are. What of it is never used takes no memory: so as much is reserved as the
 * limit says, whatever is asked for, and the next search of the same limit can take it over.
 */
export function reserve(words: number, limitBytes: number): Int32Array<SharedArrayBuffer> {
  const bytes = bytesPerWord * words;
  const fitting = free.findIndex(({ byteLength }) => byteLength >= bytes);
  const [reused] = fitting < 0 ? [] : free.splice(fitting, 1);
  try {
    return new Int32Array(
      reused ?? new SharedArrayBuffer(Math.max(bytes, Math.min(limitBytes, totalmem()))),
      0,
      words,
    );
  } catch {
    throw new MemoryExhaustedError();
  }
}
