import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { State, System } from '../../system/index.js';
import { type Deadlock, DeadlockFinder } from '../blocking/index.js';
import { type CompiledSystem, compile } from '../compiled/index.js';
import { Memory, MemoryExhaustedError } from '../packing/index.js';
import { planReductions, type ReductionPlan, type ReductionReport } from '../reduction/index.js';
import type { Requirements } from '../requirements/index.js';
import { buildStateGraph, graphOfStates } from './build-graph.js';
import { Frontier, type Parallelism } from './frontier.js';
import { type Budget, type SearchOptions, unlimited } from './options.js';
import { shortestPath } from './path.js';
import { realPath } from './real-path.js';
import type { Path, SearchResult, StopReason } from './result.js';

/** How long the search keeps the thread before it lets signals and progress through. */
const sliceMs = 50;

const defaultParallelism: Parallelism = { jobs: 1, fromStates: 200_000, fromWidth: 4096 };

/** A search that is prepared. */
interface Prepared {
  readonly compiled: CompiledSystem;
  readonly compileMs: number;
  readonly deadlockFinder: DeadlockFinder | undefined;
  readonly plan: ReductionPlan;
  readonly reports: readonly ReductionReport[];
}

/**
 * Visits every reachable state in breadth-first order, so that each counterexample is a shortest one. However it ends, its
 * threads have ended by then, and its memory is given back.
 *
 * @throws OutOfRangeError when the system assigns a value out of the range of its variable
 * @throws MemoryExhaustedError when not even the initial states fit
 * @throws SystemTooLargeError before it begins
 */
export async function search<Answer>(
  system: System,
  requirements: Requirements<Answer>,
  options: SearchOptions = {},
): Promise<SearchResult<Answer>> {
  const { budget = unlimited, reductions = [] } = options;
  const start = performance.now();
  const isTimeUp = (): boolean => performance.now() - start > budget.timeoutMs;
  const { plan, reports } = planReductions(system, requirements, new Set(reductions), isTimeUp);
  await yieldToEventLoop();
  const compiled = compile(system, requirements, budget.memoryBytes, plan);
  const compileMs = performance.now() - start;
  let deadlockFinder: DeadlockFinder | undefined;
  try {
    await yieldToEventLoop();
    deadlockFinder = requirements.deadlock && new DeadlockFinder(compiled, requirements.deadlock.role);
    const prepared = { compiled, compileMs, deadlockFinder, plan, reports };
    return await searchPrepared(prepared, requirements, options, start);
  } finally {
    compiled.release();
    deadlockFinder?.release();
  }
}

async function searchPrepared<Answer>(
  { compiled, compileMs, deadlockFinder, plan, reports }: Prepared,
  requirements: Requirements<Answer>,
  { budget = unlimited, signal, onProgress, parallelism = {} }: SearchOptions,
  start: number,
): Promise<SearchResult<Answer>> {
  const jobs = parallelism.jobs ?? defaultParallelism.jobs;
  const elapsedMs = (): number => performance.now() - start;
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
  return {
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
  const asksOfSteps = [...analyses.values()].some(({ asksOfStatesAlone }) => !asksOfStatesAlone);
  const graph = asksOfSteps
    ? yield* buildStateGraph(compiled, frontier, memory)
    : graphOfStates(compiled, frontier.levels, memory);
  let conditions = compiled.conditions;
  for (const [name, analysis] of analyses) {
    outcome.answers.set(name, yield* analysis.run(graph, conditions.slice(0, analysis.conditions.length)));
    conditions = conditions.slice(analysis.conditions.length);
    outcome.peakBytes = memory.peakBytes;
  }
}
