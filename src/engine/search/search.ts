import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { Edge, State, System } from '../../system/index.js';
import { type Deadlock, DeadlockFinder } from '../blocking/index.js';
import { type CompiledSystem, compile } from '../compiled/index.js';
import { Memory, MemoryExhaustedError } from '../packing/index.js';
import { planReductions, type ReductionName, type ReductionReport } from '../reduction/index.js';
import type { Requirements } from '../requirements/index.js';
import { buildStateGraph } from './build-graph.js';
import { Frontier, type Parallelism } from './frontier.js';
import { shortestPath } from './path.js';
import { realPath } from './real-path.js';

/** What a search may use up. When something runs out, it stops and says so. */
export interface Budget {
  readonly maxStates: number;
  /** For states, parents, index, what the search for deadlocks notes, and what analyses need, together. */
  readonly memoryBytes: number;
  /** Of wall-clock time. */
  readonly timeoutMs: number;
}

export const unlimited: Budget = {
  maxStates: Number.POSITIVE_INFINITY,
  memoryBytes: Number.POSITIVE_INFINITY,
  timeoutMs: Number.POSITIVE_INFINITY,
};

/** Why a search ended before it had visited every reachable state. */
export type StopReason = 'max-states' | 'memory' | 'timeout' | 'interrupted';

export interface SearchResult<Answer = unknown> {
  /** Absent when every reachable state was visited. */
  readonly stopped?: StopReason;
  /** By property, a shortest path to its violation. A property that is not here was not seen to be violated. */
  readonly counterexamples: ReadonlyMap<string, Path>;
  /** The names of the goals that some state satisfies. */
  readonly reached: ReadonlySet<string>;
  /** The edges of the program graphs that were taken at least once. */
  readonly firedEdges: ReadonlySet<Edge>;
  /** By the name of the analysis; empty when the search was stopped. */
  readonly answers: ReadonlyMap<string, Answer>;
  readonly statistics: Statistics;
}

/** The states of a path, and the edge of one more step where it is that step that violates the property. */
export interface Path {
  readonly states: readonly State[];
  /** Whether no path is shorter. Of a search that takes ample steps alone, or merges steps, it is not known. */
  readonly isShortest: boolean;
  readonly lastEdge?: Edge;
  /** For a deadlock: the processes that are stuck in the last state. */
  readonly stuckProcesses?: readonly string[];
}

export interface Statistics {
  /** Distinct states reached. */
  readonly states: number;
  /** Steps taken, from every visited state. */
  readonly transitions: number;
  /** Length of the longest of the shortest paths to a state. */
  readonly depth: number;
  /** Of wall-clock time, by the search alone. */
  readonly elapsedMs: number;
  /** What it took to generate code for the system, before. */
  readonly compileMs: number;
  /** How many threads it may have used. */
  readonly jobs: number;
  /** What a state takes when it is packed. */
  readonly packedBytes: number;
  /** The most of the memory that the budget limits, divided by the number of states. */
  readonly bytesPerState: number;
  readonly reductions: readonly ReductionReport[];
}

export interface SearchOptions {
  readonly budget?: Budget;
  /** Which reductions to use where they are sound; none unless said. */
  readonly reductions?: readonly ReductionName[];
  readonly parallelism?: Partial<Parallelism>;
  /** Stops the search; the result then says `interrupted`. */
  readonly signal?: AbortSignal;
  /** Called a few times a second. */
  readonly onProgress?: (progress: { readonly states: number; readonly elapsedMs: number }) => void;
}

/** How long the search keeps the thread before it lets signals and progress through. */
const sliceMs = 50;

const defaultParallelism: Parallelism = { jobs: 1, fromStates: 200_000, fromWidth: 4096 };

/**
 * Visits every reachable state in breadth-first order, so that each counterexample is a shortest one.
 *
 * @throws OutOfRangeError when the system assigns a value out of the range of its variable
 */
export async function search<Answer>(
  system: System,
  requirements: Requirements<Answer>,
  { budget = unlimited, signal, onProgress, reductions = [], parallelism = {} }: SearchOptions = {},
): Promise<SearchResult<Answer>> {
  const jobs = parallelism.jobs ?? defaultParallelism.jobs;
  const start = performance.now();
  const elapsedMs = (): number => performance.now() - start;
  const { plan, reports } = planReductions(system, requirements, new Set(reductions));
  const compiled = compile(system, requirements, budget.memoryBytes, plan);
  const compileMs = elapsedMs();
  const deadlockFinder = requirements.deadlock && new DeadlockFinder(compiled, requirements.deadlock.role);
  const frontier = new Frontier(compiled, deadlockFinder, { ...defaultParallelism, ...parallelism });
  const bytesInUse = (): number => compiled.bytesInUse() + (deadlockFinder?.bytesInUse() ?? 0);
  const outcome: Outcome<Answer> = { answers: new Map(), peakBytes: 0 };
  const whyStop = (): StopReason | undefined =>
    signal?.aborted
      ? 'interrupted'
      : frontier.stateCount > budget.maxStates
        ? 'max-states'
        : bytesInUse() > budget.memoryBytes
          ? 'memory'
          : elapsedMs() > budget.timeoutMs
            ? 'timeout'
            : undefined;

  const isShortest = !plan.takesAmpleAlone && !plan.merges;
  const pathTo = (state: number, edge?: number): Path => {
    const lastEdge = edge === undefined ? undefined : compiled.edges[edge];
    const states = realPath(compiled, plan, shortestPath(compiled, frontier.levels, state));
    return { states, isShortest, ...(lastEdge && { lastEdge }) };
  };

  let stopped: StopReason | undefined;
  try {
    const work = visitAll(compiled, frontier, budget, requirements, deadlockFinder, outcome);
    let sliceEnd = elapsedMs() + sliceMs;
    for (let turn = work.next(); ; turn = work.next()) {
      stopped = whyStop();
      if (stopped !== undefined) {
        work.return(undefined);
        break;
      }
      if (turn.done) break;
      if (elapsedMs() < sliceEnd) continue;
      onProgress?.({ states: frontier.stateCount, elapsedMs: elapsedMs() });
      await yieldToEventLoop();
      sliceEnd = elapsedMs() + sliceMs;
    }
  } catch (error) {
    if (!(error instanceof MemoryExhaustedError)) throw error;
    stopped = 'memory';
  } finally {
    await frontier.dismiss();
  }

  const counterexamples = new Map<string, Path>(
    [...compiled.violations()].map(([name, { state, edge }]) => [name, pathTo(state, edge)]),
  );
  const { deadlock } = outcome;
  if (requirements.deadlock && deadlock) {
    const path = pathTo(deadlock.state);
    const stuckProcesses = namesBefore(compiled, path.states.at(-1) as State, deadlock.processes);
    for (const property of requirements.deadlock.properties)
      if (!counterexamples.has(property)) counterexamples.set(property, { ...path, stuckProcesses });
  }
  const result = {
    ...(stopped && { stopped }),
    counterexamples,
    reached: new Set(
      [...requirements.goals.keys()].filter((_, number) => compiled.findings.reached[number] === 1),
    ),
    answers: stopped ? new Map<string, Answer>() : outcome.answers,
    firedEdges: new Set(compiled.edges.filter((_, number) => compiled.findings.fired[number] === 1)),
    statistics: {
      states: compiled.stateCount(),
      transitions: frontier.transitions,
      depth: frontier.depth,
      elapsedMs: elapsedMs() - compileMs,
      compileMs,
      jobs,
      packedBytes: compiled.store.bytesPerState,
      bytesPerState: Math.max(bytesInUse(), outcome.peakBytes) / compiled.stateCount(),
      reductions: reports,
    },
  };
  compiled.release();
  deadlockFinder?.release();
  return result;
}

/** What processes of the representative of a state are called in the state itself. */
function namesBefore(compiled: CompiledSystem, state: State, names: readonly string[]): readonly string[] {
  const { processes } = compiled.system;
  const { permutation } = compiled.representative(state);
  return processes
    .filter((_, index) => names.includes(processes[permutation?.[index] ?? index]?.name as string))
    .map(({ name }) => name);
}

/** What the parts of a search that need all states have found. */
interface Outcome<Answer> {
  deadlock?: Deadlock;
  readonly answers: Map<string, Answer>;
  peakBytes: number;
}

/** The whole search, in slices: the states first, then what needs all of them. */
function* visitAll<Answer>(
  compiled: CompiledSystem,
  frontier: Frontier,
  { maxStates, memoryBytes }: Budget,
  { analyses = new Map() }: Requirements<Answer>,
  deadlockFinder: DeadlockFinder | undefined,
  outcome: Outcome<Answer>,
): Generator<void> {
  yield* frontier.visitAll(maxStates);
  const deadlock = deadlockFinder && (yield* deadlockFinder.find());
  if (deadlock) outcome.deadlock = deadlock;
  if (analyses.size === 0) return;
  const memory = new Memory(memoryBytes, compiled.bytesInUse() + (deadlockFinder?.bytesInUse() ?? 0));
  const graph = yield* buildStateGraph(compiled, frontier, memory);
  let conditions = compiled.conditions;
  for (const [name, analysis] of analyses) {
    outcome.answers.set(name, yield* analysis.run(graph, conditions.slice(0, analysis.conditions.length)));
    conditions = conditions.slice(analysis.conditions.length);
    outcome.peakBytes = memory.peakBytes;
  }
}
