import { isInterrupt, type Scenario, type Statement, type TaskDeclaration } from '../scenario/index.js';
import {
  type Action,
  always,
  and,
  type Edge,
  type Expression,
  never,
  not,
  or,
  type ProgramGraph,
} from '../system/index.js';
import { type ActionDetails, GraphBuilder, type Moment, type StepParts } from './graph-builder.js';
import type { Mechanism } from './mechanism-rules.js';
import type { HoldStep, ModelInstance } from './model.js';
import { goOnUnlisted } from './unlisted.js';
import type { WorkloadVariables } from './variables.js';
import { declaredAs, labels, stepTags, subjects, thisTask } from './vocabulary.js';

/** What the tasks of a scenario are composed with. */
export interface Surroundings {
  readonly scenario: Scenario;
  readonly instance: ModelInstance;
  readonly rules: Mechanism;
  readonly variables: WorkloadVariables;
  /** How many steps there are in the graphs of all tasks so far. */
  readonly total: { steps: number };
}

/** A step that executes a statement of a function body, so that coverage can be told in the words of the scenario. */
export interface ExecutedStatement {
  readonly edge: Edge;
  readonly statement: Statement;
  /** `update`, `update (new)`, `system call write`, `kthread flusher`. */
  readonly body: string;
}

/** Refused: the calls of a task nest so deeply, or so often, that its program graph would be larger than this. */
const maximumLocations = 20_000;
const maximumSteps = 100_000;
/** Of all tasks together: where functions are shared, a short scenario can have very many. */
const maximumStepsInAll = 200_000;

/** Thrown when inlining the calls of a task gives too large a program graph. */
export class TaskTooLargeError extends Error {
  override readonly name = 'TaskTooLargeError';
  /** @param how it is too large: `it has more than 20000 locations` */
  constructor(
    readonly task: TaskDeclaration,
    how: string,
  ) {
    super(`task '${task.name}': with its calls inlined, once for each version, ${how}`);
  }
}

/** The program graph of a task, with what is known of its steps. */
export interface BuiltTask {
  readonly graph: ProgramGraph;
  readonly executed: readonly ExecutedStatement[];
  readonly moments: ReadonlyMap<Edge, Moment>;
}

/** The program graph of one task while it is made, with what it is made from. */
export class TaskGraph {
  readonly executed: ExecutedStatement[] = [];
  readonly moments = new Map<Edge, Moment>();
  private readonly released = new Set<Edge>();
  private readonly graph = new GraphBuilder();
  private steps = 0;

  constructor(
    readonly task: TaskDeclaration,
    readonly around: Surroundings,
    private readonly of: 'workload' | 'mechanism' = 'workload',
  ) {}

  /** Adds a location, and gives its name. @throws TaskTooLargeError when there are too many already */
  addLocation(name: string, carried: readonly string[], end = false): string {
    if (this.graph.size >= maximumLocations)
      throw new TaskTooLargeError(this.task, `it has more than ${maximumLocations} locations`);
    const whose =
      this.of === 'mechanism'
        ? []
        : [declaredAs(this.task.name), ...(isKernelThread(this.task) ? [labels.kernelThread] : [])];
    return this.graph.addLocation(name, [...carried, ...whose], end);
  }

  has(location: string): boolean {
    return this.graph.has(location);
  }

  /** @throws TaskTooLargeError when there are too many already */
  addEdge(from: string, to: string, action: Action, parts: StepParts = {}): Edge {
    const end = this.endOfKernelThread();
    // A kernel thread that is to end does nothing else.
    const guard = and(
      parts.guard ?? always,
      end ? not(end.when) : always,
      parts.whileInterrupted ? always : this.isLeftAlone,
      this.machineRuns(),
    );
    if (++this.steps > maximumSteps)
      throw new TaskTooLargeError(this.task, `it has more than ${maximumSteps} steps`);
    if (++this.around.total.steps > maximumStepsInAll)
      throw new TaskTooLargeError(
        this.task,
        `it and the tasks before it have more than ${maximumStepsInAll} steps`,
      );
    const edge = this.graph.addEdge(from, to, this.canBeInterrupted ? goingOn(action) : action, {
      ...parts,
      guard,
    });
    if (parts.moment !== undefined) this.moments.set(edge, parts.moment);
    if (parts.releasesTask) this.released.add(edge);
    return edge;
  }

  get isInterrupt(): boolean {
    return isInterrupt(this.task);
  }

  /** True where a call of a patched function enters that version. */
  entersVersion(functionName: string, version: string): Expression<boolean> {
    const { rules, variables } = this.around;
    if (!isInterrupt(this.task) || rules.interruptsSwitch)
      return rules.entersVersion(thisTask, functionName, version);
    const { name } = this.task;
    return variables.interrupts.ofInterrupted(name, (task) =>
      rules.interruptEntersVersion(task, functionName, version),
    );
  }

  /** True while the mechanism does not hold the task. */
  notHeld(): Expression<boolean> {
    const { held } = this.around.rules;
    return held ? not(held(thisTask)) : always;
  }

  /** True where nothing has interrupted the task. */
  private get isLeftAlone(): Expression<boolean> {
    return this.canBeInterrupted ? not(this.around.variables.interrupts.isInterrupted(thisTask)) : always;
  }

  private get canBeInterrupted(): boolean {
    return this.around.variables.interrupts.of(this.task.name).length > 0;
  }

  /** Where a task is that has come to its end. */
  addExited(): string {
    return this.addLocation('exited', [labels.exited, labels.unlisted], true);
  }

  /** @param first where the task starts, once it is born */
  build(initial: string, first: string): BuiltTask {
    const end = this.endOfKernelThread();
    const built = this.buildToItsEnd(initial, first);
    if (!end) return built;
    const set = [...end.set, ...this.around.variables.releaseAll(thisTask)];
    const effects = [{ when: and(this.notHeld(), end.when, this.isLeftAlone), set }];
    return endsAnywhere(built, first, action(end.action), { effects, moment: 'traversal end' });
  }

  private buildToItsEnd(initial: string, first: string): BuiltTask {
    const { executed, moments } = this;
    if (this.released.size === 0) return { graph: this.graph.build(initial), executed, moments };
    const exited = this.addExited();
    const { graph, copiesOf } = goOnUnlisted(
      this.graph.build(initial),
      this.released,
      first,
      exited,
      this.isLeftAlone,
    );
    return {
      graph,
      executed: executed.flatMap((each) => copiesOf(each.edge).map((edge) => ({ ...each, edge }))),
      moments: new Map(
        [...moments].flatMap(([edge, moment]) => copiesOf(edge).map((copy) => [copy, moment] as const)),
      ),
    };
  }

  /** What works on the functions while the machine is stopped goes on. */
  private machineRuns(): Expression<boolean> {
    const { isAlone = never, stopped = never } = this.around.rules;
    return this.of === 'workload' ? not(or(isAlone, stopped)) : always;
  }

  private endOfKernelThread(): HoldStep | undefined {
    return this.of === 'workload' && isKernelThread(this.task)
      ? this.around.rules.endOfKernelThread
      : undefined;
  }
}

/** The same task, with a step to where it starts from wherever it is: but for one that is not born yet, or dead, or released. */
function endsAnywhere(
  { graph, ...built }: BuiltTask,
  first: string,
  end: Action,
  parts: StepParts,
): BuiltTask {
  const steps = new GraphBuilder();
  const edges = graph.locations
    .filter(({ labels: carried }) => !carried.includes(labels.unlisted))
    .map(({ name }) => steps.addEdge(name, first, end, parts));
  const ends = edges.map((edge): [Edge, Moment] => [edge, 'traversal end']);
  return {
    ...built,
    graph: { ...graph, edges: [...graph.edges, ...edges] },
    moments: new Map([...built.moments, ...ends]),
  };
}

/** Strong fairness is assumed of what a task does that is interrupted again and again: else a storm of interrupts would be all that happens. */
function goingOn(action: Action): Action {
  const mayWait = [stepTags.voluntary, stepTags.takesNothing].some((tag) => action.tags.includes(tag));
  return mayWait ? action : { ...action, tags: [...action.tags, stepTags.goesOn] };
}

function isKernelThread({ kind }: TaskDeclaration): boolean {
  return kind === 'kthread' || kind === 'worker' || kind === 'idle';
}

export function action(
  name: string,
  tags: readonly string[] = [],
  { source, subject }: ActionDetails = {},
): Action {
  return { name, tags, ...(source && { source }), ...(subject && { subject }) };
}

/** The subject of a step that is about a function. */
export function aboutFunction(name: string): Pick<Action, 'subject'> {
  return { subject: { kind: subjects.function, name } };
}

/** The subject of a step by which a signal comes, of whatever kind it is. */
export function aboutSignal(name: string): Pick<Action, 'subject'> {
  return { subject: { kind: subjects.signal, name } };
}
