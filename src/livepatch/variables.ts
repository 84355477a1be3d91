import {
  type Arithmetic,
  type Condition,
  type DataOperand,
  type Scenario,
  type Statement,
  visitStatements,
} from '../scenario/index.js';
import {
  type Assignable,
  type Assignment,
  add,
  and,
  at,
  boolean,
  conditional,
  type Expression,
  not,
  or,
  type ProcessReference,
  perProcess,
  type SharedVariable,
  shared,
  subtract,
  type Value,
  type Variable,
} from '../system/index.js';
import { AtomicSections } from './atomic-sections.js';
import { awaitedConditions, bodiesOf, forkedBy, kindsUsedBy } from './bodies.js';
import { Completions } from './completions.js';
import { conditionOn, isWithin, operandOn } from './condition.js';
import { Data } from './data.js';
import { found } from './found.js';
import { GracePeriods } from './grace-periods.js';
import { Interrupts } from './interrupts.js';
import { Locks } from './locks.js';
import { Modules } from './modules.js';
import { type ObjectUse, objectUseOf } from './object-uses.js';
import { Objects } from './objects.js';
import { Preemption } from './preemption.js';
import { labels, taskRole, userTaskRole, waitsFor, waitsUntil } from './vocabulary.js';
import { WorkItems } from './work-items.js';

/**
 * The variables of a workload: locks, events, data, pending signals. Their names carry what they are, so that they
 * cannot clash with those of a model or an observer.
 */
export class WorkloadVariables {
  readonly locks: Locks;
  private readonly events: ReadonlyMap<string, SharedVariable<boolean>>;
  readonly completions: Completions;
  readonly data: Data;
  /** Of a parent: its child is on the task list. */
  private readonly hasForked = perProcess(taskRole, 'has forked', boolean, false);
  private readonly forked: ReadonlySet<string>;
  readonly sections: AtomicSections;
  readonly modules: Modules;
  readonly gracePeriods: GracePeriods;
  readonly interrupts: Interrupts;
  readonly work: WorkItems;
  readonly preemption: Preemption;
  private readonly awaited: readonly Condition[];
  private readonly pending = perProcess(userTaskRole, 'signal pending', boolean, false);

  /** Whether a task may be taken off the task list before it is dead. */
  readonly hasDyingTasks: boolean;

  /** @param hasSignals whether anybody sends signals */
  constructor(
    private readonly scenario: Scenario,
    readonly hasSignals: boolean,
  ) {
    const { locks, events, completions, data, objects } = scenario;
    this.forked = new Set(forkedBy(scenario));
    const used = kindsUsedBy(scenario);
    this.sections = new AtomicSections(used);
    this.hasDyingTasks = used.has('release-task');
    const mostTasks = scenario.tasks.reduce(
      (sum, { count }) => sum + count,
      scenario.patch.callbacks.size > 0 ? 1 : 0,
    );
    this.gracePeriods = new GracePeriods(used.has('synchronize-rcu') ? mostTasks : 0, this.sections);
    this.interrupts = new Interrupts(scenario, this);
    this.work = new WorkItems(scenario.work);
    this.awaited = awaitedConditions(scenario);
    this.modules = new Modules(scenario.modules);
    this.events = new Map(events.map((name) => [name, shared(`event ${name}`, boolean, false)]));
    this.completions = new Completions(completions);
    this.data = new Data(data, new Objects(objects));
    this.locks = new Locks(locks, this.data);
    this.preemption = new Preemption(this.sections, this.locks);
  }

  all(): readonly Variable[] {
    return [
      ...this.locks.variables(),
      ...this.events.values(),
      ...this.completions.variables(),
      ...this.data.variables(),
      ...this.data.objects.variables(),
      ...(this.hasSignals ? [this.pending] : []),
      ...(this.forked.size > 0 ? [this.hasForked] : []),
      ...this.modules.all(),
      ...this.sections.variables(),
      ...this.gracePeriods.variables(),
      ...this.interrupts.variables(),
      ...this.work.variables(),
    ];
  }

  /** True while a task sleeps, or waits for what is not there: an event, a condition, readers that leave, a mutex that another one has. */
  isBlocked(task: ProcessReference): Expression<boolean> {
    const isWoken = or(
      ...[...this.events].map(([name, { value }]) => and(at(task, waitsFor(name)), value)),
      ...this.awaited.map((each) => and(at(task, waitsUntil(each)), this.conditionOf(each, task))),
      this.gracePeriods.isWoken(task),
      and(at(task, labels.awaitsWork), this.work.isQueued()),
      this.completions.isWoken(task),
    );
    return or(and(at(task, labels.asleep), not(isWoken)), this.locks.isBlocked(task));
  }

  /** Whether any task ever must not sleep. */
  get isEverAtomic(): boolean {
    return (
      this.sections.variables().length > 0 ||
      this.locks.spinlocks.length > 0 ||
      this.interrupts.names.length > 0
    );
  }

  /** True while `task` must not sleep. */
  isAtomic(task: ProcessReference): Expression<boolean> {
    return or(this.sections.isInAny(task), this.locks.holdsSpinlock(task), this.interrupts.isOne(task));
  }

  /** Whether tasks of that declaration are there only once they are forked. */
  isForked(taskName: string): boolean {
    return this.forked.has(taskName);
  }

  hasForkedChild(parent: ProcessReference): Assignable<boolean> {
    return this.hasForked.of(parent);
  }

  /** What becomes of the locks when `task` has none any more, and of the sections that it was in. */
  releaseAll(task: ProcessReference): readonly Assignment[] {
    return [...this.locks.releaseAll(task), ...this.sections.leaveAll(task), ...this.gracePeriods.end(task)];
  }

  /** True while an event is there, or a completion lets somebody through. */
  isPending(name: string): Expression<boolean> {
    return this.completions.has(name) ? this.completions.isDone(name) : this.event(name).value;
  }

  /** Whether an event is there. */
  event(name: string): Assignable<boolean> {
    return found(this.events, name);
  }

  /** What data may hold. */
  valuesOf(name: string): readonly Value[] {
    return this.data.valuesOf(name);
  }

  rangeOf(counter: string): { readonly low: number; readonly high: number } {
    const { values } = this.data.declarationOf(counter);
    if (values.kind !== 'range') throw new Error(`'${counter}' is no counter`);
    return values;
  }

  signalPending(task: ProcessReference): Assignable<boolean> {
    return this.pending.of(task);
  }

  /** What a location is labelled with at which a task uses objects. */
  objectLabels(statement: Statement): readonly string[] {
    if (this.scenario.objects.length === 0) return [];
    const use = objectUseOf(statement, this.data, this.scenario.locks);
    return use ? [labels.usesObject, use.label] : [];
  }

  /** What the bodies of the scenario do with objects. */
  objectUses(): readonly ObjectUse[] {
    const uses = new Map<string, ObjectUse>();
    for (const body of bodiesOf(this.scenario))
      visitStatements(body, (statement) => {
        const use = objectUseOf(statement, this.data, this.scenario.locks);
        if (use) uses.set(use.label, use);
      });
    return [...uses.values()];
  }

  conditionOf(condition: Condition, task: ProcessReference): Expression<boolean> {
    return conditionOn(condition, this.data.asSeenBy(task));
  }

  /** What `data` is set to. A sum out of its range leaves it as it is. */
  valueFor(data: string, value: DataOperand | Arithmetic, task: ProcessReference): Expression {
    if (value.kind !== 'arithmetic') return operandOn(value, this.data.asSeenBy(task));
    const sum = this.sumOf(value, task);
    return conditional<Value>(isWithin(this.rangeOf(data), sum), sum, this.data.read(data, task).value);
  }

  /** What a sum is, in its range or out of it. */
  sumOf({ counter, operator, operand }: Arithmetic, task: ProcessReference): Expression<number> {
    const reader = this.data.asSeenBy(task);
    // The parser adds nothing but counters and numbers.
    const [left, right] = [reader.read(counter), operandOn(operand, reader)] as [
      Expression<number>,
      Expression<number>,
    ];
    return operator === '+' ? add(left, right) : subtract(left, right);
  }
}
