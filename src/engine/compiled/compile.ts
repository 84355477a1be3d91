import {
  actionName,
  type Edge,
  enabledSteps,
  initialStates,
  type State,
  type System,
  stateVariables,
  takeStep,
} from '../../system/index.js';
import { generate } from '../codegen/index.js';
import {
  type Findings,
  loadSequential,
  makeFindings,
  noteViolation,
  type Program,
  type SequentialMachine,
} from '../machine/index.js';
import { Decoder, encode, type Field, layOut, maskOf, Store } from '../packing/index.js';
import { noReduction, type ReductionPlan } from '../reduction/index.js';
import type { Requirements } from '../requirements/index.js';
import { OpenPredicates } from './open-predicates.js';

/** A system compiled to packed states and generated code, with the states that have been reached so far. */
export interface CompiledSystem extends Omit<SequentialMachine, 'setOpen' | 'emit' | 'count'> {
  readonly system: System;
  /** The code, for other threads to load. */
  readonly program: Program;
  /** The edges of the system by their number: those of the first template, then those of the second, … */
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
  closeDecided(state: number): void;
  /** What is open for a state. */
  openFor(state: number): Int32Array;
  /**
   * The packed representative of a state, and which process becomes which in it; absent where that is the identity. Forgets the
   * pending successors.
   */
  representative(state: State): { readonly words: Int32Array; readonly permutation: Uint16Array | undefined };
  /** Whether the state of that number consists of those words. */
  isRepresentative(state: number, words: Int32Array): boolean;
  stateOf(state: number): State;
  /** Reads a state as numbers: see `StateGraph`. */
  readVector(state: number, into: Int32Array): void;
  bytesInUse(): number;
  /** @throws OutOfRangeError in the words of the reference semantics */
  reportOutOfRange(edge: number, state: number): never;
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
  const { program, edges, properties } = generate(system, layout, requirements, plan);
  const { words } = program;
  const store = Store.create(words, memoryBytes);
  const findings = makeFindings(edges.length, properties.length, requirements.goals.size);
  const decoder = new Decoder(system, layout);
  const stateOf = (state: number): State => decoder.read(store.states, state * words);
  const fields = [
    ...layout.locationFields,
    ...stateVariables(system).map(({ key }) => layout.cells.get(key)?.field as Field),
  ];
  const fieldWords = Int32Array.from(fields, ({ word }) => word);
  const fieldShifts = Int32Array.from(fields, ({ shift }) => shift);
  const fieldMasks = Int32Array.from(fields, ({ bits }) => maskOf(bits));
  const openPredicates = new OpenPredicates(requirements, properties, findings);
  /** Takes the step in the reference semantics, which knows the words for what is wrong with it. */
  const reportOutOfRange = (edge: number, state: number): never => {
    const source = stateOf(state);
    for (const step of enabledSteps(system, source))
      if (step.edge === edges[edge]) takeStep(system, source, step);
    throw new Error(
      `step '${edges[edge] && actionName(edges[edge].action)}' leaves a range in one semantics only`,
    );
  };
  const machine: SequentialMachine = loadSequential(program, store, findings, {
    reportViolation: (property, state, edge) => noteViolation(findings, property, state, edge),
    reportOutOfRange,
    open: (state) => machine.setOpen(...openPredicates.at(state)),
  });
  const packed = new Int32Array(words);
  const emit = (state: State): void => {
    encode(system, layout, state, packed, 0);
    machine.emit(...packed, edges.length, 0);
  };
  try {
    for (const state of initialStates(system)) {
      emit(state);
      machine.enter();
    }
  } catch (error) {
    store.release();
    throw error;
  }
  return {
    ...machine,
    ...{ system, program, edges, properties, store, findings },
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
    closeDecided(state) {
      openPredicates.closeFrom(state);
      machine.setOpen(...openPredicates.at(state));
    },
    openFor: (state) => openPredicates.at(state)[2],
    representative(state) {
      machine.discard();
      emit(state);
      return { words: machine.pending.slice(1, 1 + words), permutation: machine.permutationOf(0) };
    },
    isRepresentative: (state, representative) =>
      representative.every((word, each) => store.states[state * words + each] === word),
    stateOf,
    readVector(state, into) {
      const { states } = store;
      for (let index = 0; index < fieldWords.length; index++) {
        const word = states[state * words + (fieldWords[index] as number)] as number;
        into[index] = (word >>> (fieldShifts[index] as number)) & (fieldMasks[index] as number);
      }
    },
    reportOutOfRange,
    bytesInUse: () => store.bytesInUse(machine.count()),
    release: () => store.release(),
  };
}
