import { batchSize, generateStore, type Threads } from '../codegen/store.js';
import { type Field, readField } from '../packing/layout.js';
import type { Store } from '../packing/store.js';

/** Generated code and what it takes to load it: plain data, which can be sent to another thread. */
export interface Program {
  readonly source: string;
  readonly threads: Threads;
  /** Words of a state. */
  readonly words: number;
  readonly edgeCount: number;
  readonly processCount: number;
  /** No state has more successors than this. */
  readonly maximumSuccessors: number;
  /** Whether it is noted which process becomes which in a representative. */
  readonly tracksPlaces: boolean;
  /** By process: the field of its location. */
  readonly locationFields: readonly Field[];
}

/** What all threads of a search find out together. An element is set once, and by whom does not matter. */
export interface Findings {
  /** By edge: 1 when it has been taken. There is one more, for states that no step leads to. */
  readonly fired: Uint8Array;
  /** By property. */
  readonly violated: Uint8Array;
  /** By goal: 1 when a state that satisfies it has been reached. */
  readonly reached: Uint8Array;
  /** By property: one more than the state of its first violation. */
  readonly violationStates: Int32Array;
  /** By property: the edge whose assertion was violated there, or less than 0. */
  readonly violationEdges: Int32Array;
}

export function makeFindings(edges: number, properties: number, goals: number): Findings {
  const bytes = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length));
  const words = (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(4 * length));
  return {
    fired: bytes(edges + 1),
    violated: bytes(properties),
    reached: bytes(goals),
    violationStates: words(properties),
    violationEdges: words(properties),
  };
}

/** Notes a violation of a property, unless another one is noted already. */
export function noteViolation(
  { violated, violationStates, violationEdges }: Findings,
  property: number,
  state: number,
  edge: number,
): void {
  violated[property] = 1;
  if (Atomics.compareExchange(violationStates, property, 0, state + 1) === 0) violationEdges[property] = edge;
}

/** What generated code calls when something happens that is rare. */
export interface Hooks {
  reportViolation(property: number, state: number, edge: number): void;
  reportOutOfRange(edge: number, state: number): never;
  /** It is not known what is open for that state. */
  open(state: number): void;
  /** Only where several threads enter states: a number that is followed by a block of others, all for this thread alone. */
  claimBlock?(): number;
  /** Only where several threads enter states: whether there might be too little room for what all of them are about to enter. */
  isShort?(limit: number): boolean;
}

/** Loaded code, with the buffers it works on. */
export interface Machine {
  /** Notes the successors of a state behind those that are pending already, and gives how many there are. */
  expand(state: number): number;
  /**
   * Finds the numbers of the pending successors, enters those that are new, and gives how many were pending; less than 0
   * when the index is short, where several threads enter states.
   */
  enter(): number;
  /** How many successors are noted and not yet entered. */
  pendingCount(): number;
  /** Forgets the pending successors. */
  discard(): void;
  /** Checks the invariants and the goals in a state. */
  inspect(state: number): void;
  /** Notes a state as if a step led to it. */
  emit(...wordsEdgeAndProcess: readonly number[]): void;
  /** Finds out who stands in a state in every respect as the process before him in his group: see `twins`. */
  findTwins(state: number): void;
  /** Says what is open for an interval of states. */
  setOpen(from: number, to: number, words: Int32Array): void;
  /** How many states there are, where one thread enters them. */
  count(): number;
  /** Takes over what other threads have done to the store. */
  adopt(stateCount: number): void;
  renumber(state: number, number: number): void;
  /** Where several threads enter states: how many of `fresh` this one has entered since it was last asked. */
  takeFresh?(): number;
  /** The numbers, from the first up to the second, that this thread has claimed and not used. */
  unusedNumbers?(): readonly [number, number];
  dropUnusedNumbers?(): void;
  /**
   * Where several threads enter states: enters those from `from` up to `to` whose slots are in one part of the index, which is empty
   * and where no other thread writes, and adds to `leftOver` the numbers of those for which that part is too short.
   */
  rebuildPart?(low: number, high: number, from: number, to: number, leftOver: number[]): void;
  /** Enters a state wherever its slot is. */
  enterLeftOver?(state: number): void;
  /** By condition of the analyses, in their order: whether a state satisfies it. */
  readonly conditions: readonly ((state: number) => boolean)[];
  /** By pending successor: a hash, then the words of its state. */
  readonly pending: Int32Array;
  /** By pending successor: its number, once they have been entered, until the next are. */
  readonly numbers: Int32Array;
  /** By pending successor: the number of the edge that leads to it. */
  readonly pendingEdges: Int32Array;
  /** By pending successor: the process that takes the step to it, by its index. */
  readonly pendingProcesses: Uint16Array;
  /**
   * By process index: which process it has become in the representative of a pending successor; absent where nothing has
   * moved. Known where a deadlock is looked for.
   */
  placesOf(successor: number): Uint16Array | undefined;
  /** By process index: 1 where `findTwins` found it to be as the one before it in its group. */
  readonly twins: Uint8Array;
  readonly fresh: Int32Array;
  /** By edge: 1 when this code has taken it. */
  readonly fired: Uint8Array;
  locationOf(state: number, process: number): number;
}

export function load(program: Program, store: Store, findings: Findings, hooks: Hooks): Machine {
  const { words, processCount, tracksPlaces, locationFields } = program;
  const batch = batchSize + program.maximumSuccessors;
  const pendingMoved = new Uint8Array(batch);
  const pendingPlaces = new Uint16Array(tracksPlaces ? batch * processCount : 0);
  const buffers = {
    pending: new Int32Array(batch * (words + 1)),
    numbers: new Int32Array(batch),
    pendingEdges: new Int32Array(batch),
    pendingProcesses: new Uint16Array(batch),
    twins: new Uint8Array(processCount),
    fresh: new Int32Array(batch),
  };
  const runtime = { ...findings, ...buffers, ...hooks, store };
  const stored = storeCode(words, program.threads)({ ...runtime, probes: new Int32Array(batch) });
  const { useStates, ...entryPoints } = new Function('runtime', program.source)({
    ...runtime,
    ...{ pendingMoved, pendingPlaces, emit: stored.emit, pendingCount: stored.pendingCount },
  });
  return {
    ...stored,
    ...entryPoints,
    ...buffers,
    enter() {
      const entered = stored.enter();
      useStates();
      return entered;
    },
    adopt(stateCount) {
      stored.adopt(stateCount);
      useStates();
    },
    fired: findings.fired,
    placesOf: (successor) =>
      pendingMoved[successor] === 1
        ? pendingPlaces.subarray(successor * processCount, (successor + 1) * processCount)
        : undefined,
    locationOf(state, process) {
      const field = locationFields[process];
      if (field === undefined) throw new RangeError(`there is no process ${process}`);
      return readField(field, store.states, state * words);
    },
  };
}

type StoreCode = (
  runtime: object,
) => Pick<Machine, 'emit' | 'enter' | 'adopt' | 'discard' | 'renumber' | 'count' | 'pendingCount'>;

const storeCodes = new Map<string, StoreCode>();

/** Loaded once for all systems. */
function storeCode(words: number, threads: Threads): StoreCode {
  const key = `${words} ${threads}`;
  const known = storeCodes.get(key) ?? (new Function('runtime', generateStore(words, threads)) as StoreCode);
  storeCodes.set(key, known);
  return known;
}
