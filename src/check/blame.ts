import type { Analysis, Path, StateGraph, StatePredicate } from '../engine/index.js';
import type { Composition } from '../livepatch/index.js';
import { type Expression, initialStates, not } from '../system/index.js';
import { decodedStates, RunsAstray, reachableFrom, stuckTasks, workloadKey } from './workload-states.js';

/** What a kernel in which nothing is patched live does by itself, and what of it is bad. */
export interface KernelStates {
  /** What the workload comes to be: see `workloadKey`. */
  readonly reached: ReadonlySet<string>;
  /** Of those, which are bad, and for which tasks. */
  readonly bad: ReadonlySet<string>;
}

/** Whose a violation is: with a run that no kernel has by itself, or the position of the kernel that has it. */
export type Blame =
  | { readonly kind: 'mechanism'; readonly path: Path }
  | { readonly kind: 'kernel'; readonly kernel: number };

/** What is bad in the states of a composition of one property, as far as states tell. */
class BadStates {
  readonly conditions: readonly Expression<boolean>[];
  private readonly tasks: readonly string[];

  /** @param variables of the workload, and of the property */
  constructor(
    private readonly composition: Composition,
    private readonly variables: readonly string[],
  ) {
    const { scenario, system, requirements } = composition;
    this.conditions = requirements.invariants.map(({ holds }) => not(holds));
    const declared = new Set(scenario.tasks.map(({ name }) => name));
    this.tasks = system.processes
      .filter(({ template }) => declared.has(template.name))
      .map(({ name }) => name);
  }

  /** By state: what the workload is; which tasks are stuck in it; and what is bad in it, named by both. */
  *of(graph: StateGraph, isBad: readonly StatePredicate[]) {
    const states = yield* decodedStates(graph);
    const keys = states.map((state) => workloadKey(state, this.tasks, this.variables));
    const stuck = this.composition.requirements.deadlock ? yield* stuckTasks(graph, states, this.tasks) : [];
    const marks = keys.map((key, state) => [
      ...(isBad.some((each) => each(state)) ? [key] : []),
      ...(stuck[state] ?? []).map((task) => `${key}\n${task} is stuck`),
    ]);
    return { keys, stuck, marks };
  }
}

/** The names of the variables of a kernel: those of the workload, and of what is asked. */
export function variablesOf({ system }: Composition): readonly string[] {
  return [...(initialStates(system)[0]?.values.keys() ?? [])].sort();
}

/** Notes what a kernel does by itself. */
export class KernelCheck implements Analysis<KernelStates> {
  readonly conditions: readonly Expression<boolean>[];
  private readonly states: BadStates;

  constructor(composition: Composition) {
    this.states = new BadStates(composition, variablesOf(composition));
    this.conditions = this.states.conditions;
  }

  *run(graph: StateGraph, predicates: readonly StatePredicate[]): Generator<void, KernelStates> {
    const { keys, marks } = yield* this.states.of(graph, predicates);
    return { reached: new Set(keys), bad: new Set(marks.flat()) };
  }
}

/**
 * Looks for a bad state that is the mechanism's doing. One is not if every run to it goes through states only that one of the
 * kernels comes to by itself, and what is bad in it is bad there too.
 */
export class BlameCheck implements Analysis<Blame> {
  readonly conditions: readonly Expression<boolean>[];
  private readonly states: BadStates;

  constructor(
    composition: Composition,
    private readonly kernels: readonly KernelStates[],
    variables: readonly string[],
  ) {
    this.states = new BadStates(composition, variables);
    this.conditions = this.states.conditions;
  }

  *run(graph: StateGraph, predicates: readonly StatePredicate[]): Generator<void, Blame> {
    const { kernels } = this;
    const { keys, stuck, marks } = yield* this.states.of(graph, predicates);
    const isOwn = keys.map((key) => kernels.some(({ reached }) => reached.has(key)));
    const runs = new RunsAstray(graph, isOwn);
    const blamed = runs.ends.filter(({ state, isAstray }) =>
      marks[state]?.some((mark) => isAstray || !kernels.some(({ bad }) => bad.has(mark))),
    );
    const [first] = blamed;
    if (first === undefined) {
      const [mark] = marks.flat();
      return { kind: 'kernel', kernel: kernels.findIndex(({ bad }) => mark !== undefined && bad.has(mark)) };
    }
    // Where tasks are stuck, as far as nobody else will be: so that the run shows all that wait for each other.
    const isStuck = (stuck[first.state] ?? []).length > 0;
    const told = (isStuck && blamed.find(({ state }) => isSettled(graph, stuck, state))) || first;
    const stuckProcesses = stuck[told.state] ?? [];
    return {
      kind: 'mechanism',
      path: {
        states: runs.to(told).map((each) => graph.stateOf(each)),
        isShortest: true,
        ...(stuckProcesses.length > 0 && { stuckProcesses }),
      },
    };
  }
}

function isSettled(graph: StateGraph, stuck: readonly (readonly string[])[], state: number): boolean {
  const count = stuck[state]?.length ?? 0;
  if (count === 0) return false;
  const future = reachableFrom(graph, [state]);
  return stuck.every((each, other) => future[other] === 0 || each.length === count);
}
