import {
  type Edge,
  enabledSteps,
  initialStates,
  type State,
  type System,
  takeStep,
} from '../../system/index.js';
import { generate } from '../codegen/generate.js';
import { decode, encode, layOut } from '../packing/layout.js';
import { Store } from '../packing/store.js';
import { noReduction, type ReductionPlan } from '../reduction/index.js';
import type { Requirements } from '../requirements/requirements.js';
import { Openings } from './openings.js';
import { type Findings, load, type Machine, makeFindings, noteViolation, type Program } from './program.js';

/** A system compiled to packed states and generated code, with the states that have been reached so far. */
export interface CompiledSystem extends Omit<Machine, 'setOpen' | 'emit' | 'count'> {
  readonly system: System;
  readonly edges: readonly Edge[];
  readonly properties: readonly string[];
  readonly store: Store;
  readonly findings: Findings;
  /** How many states have been reached. They are numbered from 0, in the order in which they were. */
  stateCount(): number;
  /** The first violation of each property. */
  violations(): ReadonlyMap<string, Violation>;
  /** How many initial states there are: those with the lowest numbers. */
  readonly initialCount: number;
  /** Groups of processes, by their indices, whose order does not matter. */
  readonly groups: readonly (readonly number[])[];
  /** Tells ample sets that, from that state on, no more is to be found out about what is decided already. */
  closeObservers(state: number): void;
  /** What is open for a state. */
  openFor(state: number): Int32Array;
  /** The packed representative of a state, and which process becomes which in it. Forgets the pending successors. */
  representative(state: State): { readonly words: Int32Array; readonly places: Uint16Array | undefined };
  /** Whether the state of that number consists of those words. */
  isRepresentative(state: number, words: Int32Array): boolean;
  stateOf(state: number): State;
  bytesInUse(): number;
  /** @throws OutOfRangeError in the words of the reference semantics */
  reportOutOfRange(edge: number, state: number): never;
  /** The same code, for several threads that enter states at the same time. */
  programForSeveral(): Program;
  /** Gives the memory back. Nothing may be asked any more. */
  release(): void;
}

/** A violation: of an invariant in `state`, or of an assertion about the step that `edge` takes from `state`. */
export interface Violation {
  readonly state: number;
  readonly edge?: number;
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
  const program = generate(system, layout, requirements, plan, 'one');
  const { edges, properties, words } = program;
  const store = Store.create(words, memoryBytes);
  const findings = makeFindings(edges.length, properties.length, requirements.goals.size);
  const stateOf = (state: number): State => decode(system, layout, store.states, state * words);
  const openings = new Openings(requirements, properties, findings);
  /** Takes the step in the reference semantics, which knows the words for what is wrong with it. */
  const reportOutOfRange = (edge: number, state: number): never => {
    const source = stateOf(state);
    for (const step of enabledSteps(system, source))
      if (step.edge === edges[edge]) takeStep(system, source, step);
    throw new Error(`step '${edges[edge]?.action.name}' leaves a range in one semantics only`);
  };
  const machine: Machine = load(program, store, findings, {
    reportViolation: (property, state, edge) => noteViolation(findings, property, state, edge),
    reportOutOfRange,
    open: (state) => machine.setOpen(...openings.at(state)),
  });
  const packed = new Int32Array(words);
  const emit = (state: State): void => {
    encode(system, layout, state, packed, 0);
    machine.emit(...packed, edges.length, 0);
  };
  for (const state of initialStates(system)) {
    emit(state);
    machine.enter();
  }
  return {
    ...machine,
    system,
    edges,
    properties,
    store,
    findings,
    violations: () =>
      new Map(
        properties.flatMap((property, index) => {
          const [state, edge] = [findings.violationStates[index], findings.violationEdges[index]];
          if (!state || edge === undefined) return [];
          return [[property, edge < 0 ? { state: state - 1 } : { state: state - 1, edge }] as const];
        }),
      ),
    initialCount: machine.count(),
    stateCount: machine.count,
    groups: plan.groups,
    closeObservers(state) {
      openings.closeFrom(state);
      machine.setOpen(...openings.at(state));
    },
    openFor: (state) => openings.at(state)[2],
    representative(state) {
      machine.discard();
      emit(state);
      return { words: machine.pending.slice(1, 1 + words), places: machine.placesOf(0) };
    },
    isRepresentative: (state, representative) =>
      representative.every((word, each) => store.states[state * words + each] === word),
    stateOf,
    reportOutOfRange,
    bytesInUse: () => store.bytesInUse(machine.count()),
    programForSeveral() {
      // What else it has cannot be sent to another thread.
      const { edges: _, properties: __, ...plain } = generate(system, layout, requirements, plan, 'several');
      return plain;
    },
    release: () => store.release(),
  };
}
