import type { Edge, ProcessTemplate, System } from '../../system/index.js';
import type { CompiledSystem } from '../compiled/index.js';
import { batchSize } from '../machine/index.js';
import type { Memory } from '../packing/index.js';
import type { StateGraph, StepKind } from '../requirements/index.js';
import type { Frontier } from './frontier.js';
import { shortestPath } from './path.js';

/**
 * Expands every state once more, and writes down where it leads. Yields now and then, so that the caller can pause or
 * stop it.
 *
 * @throws MemoryExhaustedError when the graph does not fit
 */
export function* buildStateGraph(
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
  return { ...graphOfStates(compiled, levels, memory), offsets, targets, kinds, stepKinds };
}

/** The states, as if no step led from one to another. @param levels where each level of the search begins */
export function graphOfStates(
  compiled: CompiledSystem,
  levels: readonly number[],
  memory: Memory,
): StateGraph {
  const { system, initialCount } = compiled;
  const stateCount = compiled.stateCount();
  return {
    ...{ system, stateCount, initialCount, memory },
    ...{ offsets: new Int32Array(0), targets: new Int32Array(0), kinds: new Uint8Array(0) },
    stepKinds: [],
    stateOf: (state) => compiled.stateOf(state),
    readVector: (state, into) => compiled.readVector(state, into),
    pathTo: (state) => shortestPath(compiled, levels, state),
  };
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
