import { readField, type Store } from '../packing/index.js';
import { generateConcurrentStore } from './concurrent-store.js';
import type { Findings } from './findings.js';
import type { Program } from './program.js';
import { generateStore } from './store.js';
import { batchSize } from './store-source.js';

/** What generated code calls when something happens that is rare. */
export interface Hooks {
  reportViolation(property: number, state: number, edge: number): void;
  reportOutOfRange(edge: number, state: number): never;
  /** It is not known what is open for that state. */
  open(state: number): void;
}

/** What the code of one of several threads calls besides. */
export interface ConcurrentHooks extends Hooks {
  /** Gives a number that is followed by a block of others, all for this thread alone. */
  claimBlock(): number;
  /** Whether there might be too little room for what all threads are about to enter. */
  isShort(limit: number): boolean;
}

/** Loaded code, with the buffers it works on. */
interface Code {
  /** Notes the successors of a state behind those that are pending already, and gives how many there are. */
  expand(state: number): number;
  /** How many successors are noted and not yet entered. */
  pendingCount(): number;
  /** Forgets the pending successors. */
  discard(): void;
  /** Checks the invariants and the goals in a state. */
  inspect(state: number): void;
  /** Notes a state as if a step led to it. */
  emit(...wordsEdgeAndProcess: readonly number[]): void;
  /** Finds out which process stands in a state in every respect as the one before it in its group: see `twins`. */
  findTwins(state: number): void;
  /** Says what is open for an interval of states. */
  setOpen(from: number, to: number, words: Int32Array): void;
  /** By condition of the analyses, in their order: whether a state satisfies it. */
  readonly conditions: readonly ((state: number) => boolean)[];
}

/** What a state is looked at by, whether one thread enters states or several. */
export interface Machine extends Code {
  /** By pending successor: a hash, then the words of its state. */
  readonly pending: Int32Array;
  /** By pending successor: its number, once they have been entered, until the next are. */
  readonly numbers: Int32Array;
  /** By pending successor: the number of the edge that leads to it. */
  readonly pendingEdges: Int32Array;
  /** By pending successor: the process that takes the step to it, by its index. */
  readonly pendingProcesses: Uint16Array;
  /**
   * By process index: which process it has become in the representative of a pending successor; absent where it is the
   * identity. Known where a deadlock is looked for.
   */
  permutationOf(successor: number): Uint16Array | undefined;
  /** By process index: 1 where `findTwins` found it to be as the one before it in its group. */
  readonly twins: Uint8Array;
  /** By edge: 1 when this code has taken it. */
  readonly fired: Uint8Array;
  locationOf(state: number, process: number): number;
}

/** The machine of a thread that alone enters states. */
export interface SequentialMachine extends Machine {
  /** Finds the numbers of the pending successors, enters those that are new, and gives how many were pending. */
  enter(): number;
  /** How many states there are. */
  count(): number;
  /** Takes over what other threads have done to the store meanwhile. */
  adopt(stateCount: number): void;
}

/** The machine of one of several threads that enter states at the same time. */
export interface ConcurrentMachine extends Machine {
  /** Enters the pending successors that are new, or says that the index is short: then none is entered. */
  enter(): 'entered' | 'short';
  /** Takes over that the index has been exchanged for a larger one. */
  adopt(): void;
  /** The states that this thread has entered, as many as `takeFresh` gives. */
  readonly fresh: Int32Array;
  /** How many of `fresh` this thread has entered since it was last asked. */
  takeFresh(): number;
  /** The numbers, from the first up to the second, that this thread has claimed and not used. */
  unusedNumbers(): readonly [number, number];
  dropUnusedNumbers(): void;
  /** Gives a state another number, and moves it to where that one stands. */
  renumber(state: number, number: number): void;
  /**
   * Enters those from `from` up to `to` whose slots are in one part of the index, which is empty and where no other thread
   * writes, and adds to `leftOver` the numbers of those for which that part is too short.
   */
  rebuildPart(low: number, high: number, from: number, to: number, leftOver: number[]): void;
  /** Enters a state wherever its slot is. */
  enterLeftOver(state: number): void;
}

/** Loads a program for the only thread that enters states. */
export function loadSequential(
  program: Program,
  store: Store,
  findings: Findings,
  hooks: Hooks,
): SequentialMachine {
  const { stored, machine, useStates } = load(sequentialStores, program, store, findings, hooks);
  return {
    ...machine,
    count: stored.count,
    enter() {
      const entered = stored.enter();
      useStates();
      return entered;
    },
    adopt(stateCount) {
      stored.adopt(stateCount);
      useStates();
    },
  };
}

/** Loads a program for one of several threads that enter states. */
export function loadConcurrent(
  program: Program,
  store: Store,
  findings: Findings,
  hooks: ConcurrentHooks,
): ConcurrentMachine {
  const { stored, machine, useStates, fresh } = load(concurrentStores, program, store, findings, hooks);
  return {
    ...machine,
    fresh,
    takeFresh: stored.takeFresh,
    unusedNumbers: stored.unusedNumbers,
    dropUnusedNumbers: stored.dropUnusedNumbers,
    renumber: stored.renumber,
    rebuildPart: stored.rebuildPart,
    enterLeftOver: stored.enterLeftOver,
    enter() {
      const entered = stored.enter();
      useStates();
      return entered < 0 ? 'short' : 'entered';
    },
    adopt() {
      stored.adopt(0);
      useStates();
    },
  };
}

/** What the generated code of a store gives: see `generateStore`. */
interface StoreCode {
  readonly emit: Code['emit'];
  readonly discard: Code['discard'];
  readonly pendingCount: Code['pendingCount'];
  adopt(stateCount: number): void;
  enter(): number;
}

interface SequentialStoreCode extends StoreCode {
  count(): number;
}

type ConcurrentStoreCode = StoreCode &
  Pick<
    ConcurrentMachine,
    'takeFresh' | 'unusedNumbers' | 'dropUnusedNumbers' | 'renumber' | 'rebuildPart' | 'enterLeftOver'
  >;

/** Evaluated generated code: it gives its entry points once it is told what it works on. */
type Loader<C> = (runtime: object) => C;

/** Loads the code of stores, once for all systems whose states have as many words. */
class StoreLoaders<C extends StoreCode> {
  private readonly known = new Map<number, Loader<C>>();

  constructor(private readonly generate: (words: number) => string) {}

  of(words: number): Loader<C> {
    const loader = this.known.get(words) ?? (new Function('runtime', this.generate(words)) as Loader<C>);
    this.known.set(words, loader);
    return loader;
  }
}

const sequentialStores = new StoreLoaders<SequentialStoreCode>(generateStore);
const concurrentStores = new StoreLoaders<ConcurrentStoreCode>(generateConcurrentStore);

interface Loaded<C> {
  readonly stored: C;
  readonly machine: Machine;
  readonly fresh: Int32Array;
  /** To be called whenever the states may stand in another array. */
  useStates(): void;
}

function load<C extends StoreCode>(
  stores: StoreLoaders<C>,
  program: Program,
  store: Store,
  findings: Findings,
  hooks: Hooks,
): Loaded<C> {
  const { words, processCount, tracksPermutations, locationFields } = program;
  const batch = batchSize + program.maximumSuccessors;
  const pendingMoved = new Uint8Array(batch);
  const pendingPermutations = new Uint16Array(tracksPermutations ? batch * processCount : 0);
  const fresh = new Int32Array(batch);
  const buffers = {
    pending: new Int32Array(batch * (words + 1)),
    numbers: new Int32Array(batch),
    pendingEdges: new Int32Array(batch),
    pendingProcesses: new Uint16Array(batch),
    twins: new Uint8Array(processCount),
  };
  const runtime = { ...findings, ...buffers, ...hooks, store };
  const stored = stores.of(words)({ ...runtime, fresh, probes: new Int32Array(batch) });
  const loader = new Function('runtime', program.source) as Loader<Code & Pick<Loaded<C>, 'useStates'>>;
  const { emit, discard, pendingCount } = stored;
  const { useStates, ...code } = loader({
    ...runtime,
    ...{ pendingMoved, pendingPermutations, emit, pendingCount },
  });
  const machine: Machine = {
    ...code,
    ...buffers,
    ...{ discard, pendingCount, fired: findings.fired },
    permutationOf: (successor) =>
      pendingMoved[successor] === 1
        ? pendingPermutations.subarray(successor * processCount, (successor + 1) * processCount)
        : undefined,
    locationOf(state, process) {
      const field = locationFields[process];
      if (field === undefined) throw new RangeError(`there is no process ${process}`);
      return readField(field, store.states, state * words);
    },
  };
  return { stored, machine, fresh, useStates };
}
