import {
  type Edge,
  enabledSteps,
  initialStates,
  type State,
  type System,
  takeStep,
} from '../system/index.js';
import { generate } from './generate.js';
import { batchSize } from './generate-store.js';
import { decode, encode, type Layout, layOut, readField } from './layout.js';
import { Openings } from './openings.js';
import { noReduction, type ReductionPlan } from './reduction/index.js';
import type { Requirements } from './requirements.js';
import { Store } from './store.js';

/** A system compiled to packed states and generated code, with the states that have been reached so far. */
export interface CompiledSystem {
  readonly system: System;
  readonly layout: Layout;
  readonly edges: readonly Edge[];
  readonly properties: readonly string[];
  /** How many states have been reached. They are numbered from 0, in the order in which they were. */
  stateCount(): number;
  /** Notes the successors of a state behind those that are pending already, and gives how many there are. */
  expand(state: number): number;
  /** Finds the numbers of the pending successors, enters those that are new, and gives how many were pending. */
  enter(): number;
  /** How many successors are noted and not yet entered. */
  pendingCount(): number;
  /** Forgets the pending successors. */
  discard(): void;
  /** Checks the invariants and the goals in a state. */
  inspect(state: number): void;
  /** By pending successor: its number, once they have been entered, until the next are. */
  readonly numbers: Int32Array;
  /** By pending successor: the number of the edge that leads to it. */
  readonly pendingEdges: Int32Array;
  /** By pending successor: the process that takes the step to it, by its index. */
  readonly pendingProcesses: Uint16Array;
  /** Groups of processes, by their indices, whose order does not matter. */
  readonly groups: readonly (readonly number[])[];
  /**
   * By process index: which process it has become in the representative of a pending successor; absent where nothing has
   * moved. Known where a deadlock is looked for.
   */
  placesOf(successor: number): Uint16Array | undefined;
  /** Finds out who stands in a state in every respect as the process before him in his group: see `twins`. */
  findTwins(state: number): void;
  /** By process index: 1 where `findTwins` found it to be as the one before it. */
  readonly twins: Uint8Array;
  /** Tells ample sets that, from that state on, no more is to be found out about what is decided already. */
  closeObservers(state: number): void;
  /** The packed representative of a state, and which process becomes which in it. Forgets the pending successors. */
  representative(state: State): { readonly words: Int32Array; readonly places: Uint16Array | undefined };
  /** Whether the state of that number consists of those words. */
  isRepresentative(state: number, words: Int32Array): boolean;
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
  stateOf(state: number): State;
  locationOf(state: number, process: number): number;
  bytesInUse(): number;
  /** Gives the memory back. Nothing may be asked any more. */
  release(): void;
}

/** A violation: of an invariant in `state`, or of an assertion about the step that `edge` takes from `state`. */
export interface Violation {
  readonly state: number;
  readonly edge?: number;
}

interface EntryPoints {
  expand(state: number): number;
  enter(): number;
  discard(): void;
  inspect(state: number): void;
  emit(...wordsEdgeAndProcess: readonly number[]): void;
  count(): number;
  pendingCount(): number;
  findTwins(state: number): void;
  setOpen(from: number, to: number, words: Int32Array): void;
  readonly conditions: readonly ((state: number) => boolean)[];
}

/**
 * Compiles a system, and enters its initial states.
 *
 * @param memoryBytes what states and index may take together
 * @throws MemoryExhaustedError when not even the initial states fit
 */
export function compile(
  system: System,
  requirements: Requirements,
  memoryBytes: number,
  plan: ReductionPlan = noReduction,
): CompiledSystem {
  const layout = layOut(system);
  const generated = generate(system, layout, requirements, plan);
  const { edges, properties } = generated;
  const store = new Store(layout.words, memoryBytes);
  const violations = new Map<string, Violation>();
  const batch = batchSize + generated.maximumSuccessors;
  const buffers = {
    numbers: new Int32Array(batch),
    pendingEdges: new Int32Array(batch),
    pendingProcesses: new Uint16Array(batch),
    pendingMoved: new Uint8Array(batch),
    pendingPlaces: new Uint16Array(plan.groups.length > 0 ? batch * system.processes.length : 0),
    twins: new Uint8Array(system.processes.length),
    /** With one more, for states that no step leads to. */
    fired: new Uint8Array(edges.length + 1),
    reached: new Uint8Array(requirements.goals.length),
  };
  const violated = new Uint8Array(properties.length);
  const stateOf = (state: number): State => decode(system, layout, store.states, state * layout.words);
  const pending = new Int32Array(batch * (layout.words + 1));
  const placesOf = (successor: number): Uint16Array | undefined => {
    const count = system.processes.length;
    return buffers.pendingMoved[successor] === 1
      ? buffers.pendingPlaces.subarray(successor * count, (successor + 1) * count)
      : undefined;
  };
  const openings = new Openings(requirements, properties, violated, buffers.reached);
  const entry: EntryPoints = new Function('runtime', generated.source)({
    ...buffers,
    store,
    violated,
    pending,
    probes: new Int32Array(batch),
    reportViolation(property: number, state: number, edge: number): void {
      violated[property] = 1;
      violations.set(properties[property] as string, edge < 0 ? { state } : { state, edge });
    },
    open(state: number): void {
      entry.setOpen(...openings.at(state));
    },
    /** Takes the step in the reference semantics, which knows the words for what is wrong with it. */
    reportOutOfRange(edge: number, state: number): never {
      const source = stateOf(state);
      for (const step of enabledSteps(system, source))
        if (step.edge === edges[edge]) takeStep(system, source, step);
      throw new Error(`step '${edges[edge]?.action.name}' leaves a range in one semantics only`);
    },
  });
  const words = new Int32Array(layout.words);
  for (const state of initialStates(system)) {
    encode(system, layout, state, words, 0);
    entry.emit(...words, edges.length, 0);
    entry.enter();
  }
  return {
    system,
    layout,
    edges,
    properties,
    ...buffers,
    violations,
    initialCount: entry.count(),
    conditions: entry.conditions,
    stateCount: entry.count,
    groups: plan.groups,
    findTwins: entry.findTwins,
    closeObservers(state) {
      openings.closeFrom(state);
      entry.setOpen(...openings.at(state));
    },
    representative(state) {
      encode(system, layout, state, words, 0);
      entry.discard();
      entry.emit(...words, edges.length, 0);
      return { words: pending.slice(1, 1 + layout.words), places: placesOf(0) };
    },
    placesOf,
    isRepresentative: (state, words) =>
      words.every((word, each) => store.states[state * layout.words + each] === word),
    expand: entry.expand,
    enter: entry.enter,
    pendingCount: entry.pendingCount,
    discard: entry.discard,
    inspect: entry.inspect,
    stateOf,
    locationOf(state, process) {
      const field = layout.locationFields[process];
      if (field === undefined) throw new RangeError(`there is no process ${process}`);
      return readField(field, store.states, state * layout.words);
    },
    bytesInUse: () => store.bytesInUse(entry.count()),
    release: () => store.release(),
  };
}
