import type { Edge, Expression, ProcessTemplate, State, System } from '../../system/index.js';
import { batchSize } from '../codegen/store.js';
import type { CompiledSystem } from '../compiled/compile.js';
import type { Memory, NumberArray } from '../packing/memory.js';
import type { Frontier } from './frontier.js';
import { shortestPath } from './path.js';

/** A truth value for each state, by its number. */
export type StatePredicate = (state: number) => boolean;

/** What is known of a transition without knowing its edge: who takes it, and how its action is tagged. */
export interface StepKind {
  /** By its index in the processes of the system. */
  readonly process: number;
  readonly tags: readonly string[];
}

/**
 * All reachable states and transitions, once a search has visited them. States are numbered in breadth-first order,
 * the initial ones first.
 */
export class StateGraph {
  private constructor(
    private readonly compiled: CompiledSystem,
    private readonly levels: readonly number[],
    readonly memory: Memory,
    /** The transitions of a state are those from `offsets[state]` up to `offsets[state + 1]`. */
    readonly offsets: Int32Array,
    /** By transition: the state that it leads to. */
    readonly targets: Int32Array,
    /** By transition: its kind, a number into `stepKinds`. */
    readonly kinds: NumberArray,
    readonly stepKinds: readonly StepKind[],
  ) {}

  /**
   * Expands every state once more, and writes down where it leads. Yields now and then, so that the caller can pause or
   * stop it.
   */
  static *build(
    compiled: CompiledSystem,
    { transitions, levels }: Frontier,
    memory: Memory,
  ): Generator<void, StateGraph> {
    const { system, edges, numbers, pendingEdges, pendingProcesses } = compiled;
    const { stepKinds, kindOfEdge, firstKind } = numberKinds(system, edges);
    const states = compiled.stateCount();
    const offsets = memory.claim(Int32Array, states + 1);
    const targets = memory.claim(Int32Array, transitions);
    const kinds = memory.claimNumbers(stepKinds.length, transitions);
    let next = 0;
    for (let state = 0; state < states; ) {
      yield;
      for (; state < states && compiled.pendingCount() < batchSize; state++) {
        offsets[state] = next + compiled.pendingCount();
        compiled.expand(state);
      }
      const count = compiled.enter();
      targets.set(numbers.subarray(0, count), next);
      for (let step = 0; step < count; step++)
        kinds[next++] =
          (firstKind[pendingProcesses[step] as number] as number) +
          (kindOfEdge[pendingEdges[step] as number] as number);
    }
    offsets[states] = next;
    return new StateGraph(compiled, levels, memory, offsets, targets, kinds, stepKinds);
  }

  get system(): System {
    return this.compiled.system;
  }

  get stateCount(): number {
    return this.offsets.length - 1;
  }

  /** The initial states are those with the numbers below this one. */
  get initialCount(): number {
    return this.compiled.initialCount;
  }

  stateOf(state: number): State {
    return this.compiled.stateOf(state);
  }

  /** A shortest path from an initial state: the numbers of its states, `state` last. */
  pathTo(state: number): readonly number[] {
    return shortestPath(this.compiled, this.levels, state);
  }
}

/**
 * Numbers the kinds of steps: those of the first process, then those of the second, … A process has one kind for each
 * set of tags that occurs in its template.
 */
function numberKinds(
  system: System,
  edges: readonly Edge[],
): {
  readonly stepKinds: readonly StepKind[];
  /** By edge: its kind, counted from the first one of the process that takes it. */
  readonly kindOfEdge: Int32Array;
  /** By process. */
  readonly firstKind: Int32Array;
} {
  const kindOfEdge = new Int32Array(edges.length);
  const tagSets = new Map<ProcessTemplate, readonly (readonly string[])[]>();
  let edge = 0;
  for (const template of system.templates) {
    const known = new Map<string, number>();
    const sets: (readonly string[])[] = [];
    for (const { action } of template.graph.edges) {
      const key = action.tags.join('\n');
      let kind = known.get(key);
      if (kind === undefined) {
        kind = sets.push(action.tags) - 1;
        known.set(key, kind);
      }
      kindOfEdge[edge++] = kind;
    }
    tagSets.set(template, sets);
  }
  const firstKind = new Int32Array(system.processes.length);
  const stepKinds: StepKind[] = [];
  system.processes.forEach(({ template }, process) => {
    firstKind[process] = stepKinds.length;
    for (const tags of tagSets.get(template) ?? []) stepKinds.push({ process, tags });
  });
  return { stepKinds, kindOfEdge, firstKind };
}

/** A question about all reachable states and transitions, asked when they are known. */
export interface Analysis<Answer> {
  /** The state predicates that it needs; they are compiled with the system. */
  readonly conditions: readonly Expression<boolean>[];
  /**
   * Answers it. Yields now and then, so that the caller can pause or stop it.
   *
   * @param predicates the compiled conditions, in their order
   * @throws MemoryExhaustedError when it needs more than there is
   */
  run(graph: StateGraph, predicates: readonly StatePredicate[]): Generator<void, Answer>;
}
