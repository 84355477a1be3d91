import {
  type Edge,
  enabledSteps,
  initialStates,
  type State,
  type System,
  takeStep,
} from '../system/index.js';
import { generate } from './generate.js';
import { decode, encode, type Layout, layOut, readField } from './layout.js';
import type { Requirements } from './requirements.js';

/** A system compiled to packed states and generated code, with the states that have been reached so far. */
export interface CompiledSystem {
  readonly system: System;
  readonly layout: Layout;
  readonly edges: readonly Edge[];
  readonly properties: readonly string[];
  /** How many states have been reached. They are numbered from 0, in the order in which they were. */
  stateCount(): number;
  /** Finds the successors of a state, and gives their number. They stand in `successors` until the next call. */
  expand(state: number): number;
  /** Checks the invariants and the goals in a state. */
  inspect(state: number): void;
  readonly successors: Int32Array;
  /** The number of the edge that leads to the successor in the same place. */
  readonly successorEdges: Int32Array;
  /** The process, by its index, that takes the step to the successor in the same place. */
  readonly successorProcesses: Uint16Array;
  /** By edge: 1 when it has been taken. */
  readonly fired: Uint8Array;
  /** By goal: 1 when a state that satisfies it has been reached. */
  readonly reached: Uint8Array;
  /** The first violation of each property, in the order in which they were found. */
  readonly violations: ReadonlyMap<string, Violation>;
  /** How many initial states there are: those with the lowest numbers. */
  readonly initialCount: number;
  /** By condition of the analyses, in their order: whether a state satisfies it. */
  readonly conditions: readonly ((state: number) => boolean)[];
  /**
   * The numbers of the states on the way to a state, itself last: a shortest way when states are expanded in the order
   * of their numbers.
   */
  pathTo(state: number): readonly number[];
  stateOf(state: number): State;
  /** Gives up the index of the visited set, after which no state can be expanded, and says how many bytes that were. */
  closeStore(): number;
  locationOf(state: number, process: number): number;
  bytesInUse(): number;
}

/** A violation: of an invariant in `state`, or of an assertion about the step that `edge` takes from `state`. */
export interface Violation {
  readonly state: number;
  readonly edge?: number;
}

/** Thrown by `expand` when one more state would need more memory than allowed. */
export class MemoryExhaustedError extends Error {
  override readonly name = 'MemoryExhaustedError';
}

interface EntryPoints {
  expand(state: number): number;
  inspect(state: number): void;
  insert(...words: readonly number[]): number;
  adopt(): void;
  count(): number;
  readonly conditions: readonly ((state: number) => boolean)[];
}

const initialCapacity = 1 << 10;
/** The visited set is kept at most this full: linear probing degrades beyond. */
const maximumLoad = 0.7;

/**
 * Compiles a system, and enters its initial states.
 *
 * @param memoryBytes what states, parents and index may take together
 */
export function compile(system: System, requirements: Requirements, memoryBytes: number): CompiledSystem {
  const layout = layOut(system);
  const generated = generate(system, layout, requirements);
  const runtime = new Runtime(system, layout, generated.properties, generated.edges, memoryBytes);
  const buffers = {
    successors: new Int32Array(generated.maximumSuccessors),
    successorEdges: new Int32Array(generated.maximumSuccessors),
    successorProcesses: new Uint16Array(generated.maximumSuccessors),
    fired: new Uint8Array(generated.edges.length),
    reached: new Uint8Array(requirements.goals.length),
  };
  const entry = new Function('runtime', generated.source)(Object.assign(runtime, buffers)) as EntryPoints;
  const words = new Int32Array(layout.words);
  for (const state of initialStates(system)) {
    encode(system, layout, state, words, 0);
    entry.insert(...words);
  }
  return {
    system,
    layout,
    edges: generated.edges,
    properties: generated.properties,
    ...buffers,
    violations: runtime.violations,
    initialCount: entry.count(),
    conditions: entry.conditions,
    stateCount: entry.count,
    expand: entry.expand,
    inspect: entry.inspect,
    pathTo: (state) => runtime.pathTo(state),
    stateOf: (state) => runtime.stateOf(state),
    closeStore: () => {
      const bytes = runtime.closeStore();
      entry.adopt();
      return bytes;
    },
    locationOf: (state, process) => runtime.locationOf(state, process),
    bytesInUse: () => runtime.bytesInUse(),
  };
}

/** The arrays that generated code works on, and what it calls when something happens that is rare. */
class Runtime {
  stateCapacity = initialCapacity;
  states: Int32Array;
  parents = new Int32Array(initialCapacity);
  index = new Int32Array(2 * initialCapacity);
  indexMask = 2 * initialCapacity - 1;
  indexLimit = Math.floor(2 * initialCapacity * maximumLoad);
  readonly violated: Uint8Array;
  readonly violations = new Map<string, Violation>();

  constructor(
    private readonly system: System,
    private readonly layout: Layout,
    private readonly properties: readonly string[],
    private readonly edges: readonly Edge[],
    private readonly memoryBytes: number,
  ) {
    this.states = new Int32Array(initialCapacity * layout.words);
    this.violated = new Uint8Array(properties.length);
  }

  growStates(count: number): void {
    const capacity = this.stateCapacity * 2;
    this.demand(4 * capacity * (this.layout.words + 1));
    this.states = grown(this.states, count * this.layout.words, capacity * this.layout.words);
    this.parents = grown(this.parents, count, capacity);
    this.stateCapacity = capacity;
  }

  /** Doubles the index and leaves it empty: the caller enters the states again. */
  growIndex(): void {
    if (this.indexLimit < 0) throw new Error('the store is closed: no state can be expanded any more');
    const slots = this.index.length * 2;
    this.demand(4 * slots);
    this.index = allocate(slots);
    this.indexMask = slots - 1;
    this.indexLimit = Math.floor(slots * maximumLoad);
  }

  reportViolation(property: number, state: number, edge: number): void {
    this.violated[property] = 1;
    this.violations.set(this.properties[property] as string, edge < 0 ? { state } : { state, edge });
  }

  /** Takes the step in the reference semantics, which knows the words for what is wrong with it. */
  reportOutOfRange(edge: number, state: number): never {
    const source = decode(this.system, this.layout, this.states, state * this.layout.words);
    for (const step of enabledSteps(this.system, source))
      if (step.edge === this.edges[edge]) takeStep(this.system, source, step);
    throw new Error(`step '${this.edges[edge]?.action.name}' leaves a range in one semantics only`);
  }

  pathTo(state: number): readonly number[] {
    const path: number[] = [];
    for (let each = state; each >= 0; each = this.parents[each] as number) path.push(each);
    return path.reverse();
  }

  stateOf(state: number): State {
    return decode(this.system, this.layout, this.states, state * this.layout.words);
  }

  closeStore(): number {
    const bytes = this.index.byteLength;
    this.index = new Int32Array(1);
    this.indexMask = 0;
    this.indexLimit = -1;
    return bytes;
  }

  locationOf(state: number, process: number): number {
    const field = this.layout.locationFields[process];
    if (field === undefined) throw new RangeError(`there is no process ${process}`);
    return readField(field, this.states, state * this.layout.words);
  }

  bytesInUse(): number {
    return this.states.byteLength + this.parents.byteLength + this.index.byteLength;
  }

  /** While an array grows, the old one and the new one are there at once. */
  private demand(moreBytes: number): void {
    if (this.bytesInUse() + moreBytes > this.memoryBytes) throw new MemoryExhaustedError();
  }
}

function grown(array: Int32Array, used: number, length: number): Int32Array<ArrayBuffer> {
  const larger = allocate(length);
  larger.set(array.subarray(0, used));
  return larger;
}

/** An array of zeros. @throws MemoryExhaustedError when the machine has none of that length to give */
export function allocate(length: number): Int32Array<ArrayBuffer> {
  try {
    return new Int32Array(length);
  } catch {
    throw new MemoryExhaustedError();
  }
}
