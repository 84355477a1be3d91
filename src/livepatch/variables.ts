import {
  type Arithmetic,
  type Condition,
  type DataDeclaration,
  type DataOperand,
  printCondition,
  printStatement,
  type Scenario,
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
  enumeration,
  not,
  or,
  type ProcessReference,
  type ProcessVariable,
  perProcess,
  range,
  type SharedVariable,
  type Sort,
  shared,
  subtract,
  type Value,
  type Variable,
} from '../system/index.js';
import { AtomicSections } from './atomic-sections.js';
import { awaitedConditions, bodiesOf, forkedBy, kindsUsedBy } from './bodies.js';
import { conditionOn, isWithin, operandOn } from './condition.js';
import { GracePeriods } from './grace-periods.js';
import { Locks } from './locks.js';
import { type Claim, type ClaimingStatement, isClaiming } from './property.js';
import { labels, taskRole, userTaskRole, waitsFor, waitsUntil } from './vocabulary.js';

/**
 * The variables of a workload: locks, events, data, pending signals. Their names carry what they are, so that they
 * cannot clash with those of a model or an observer.
 */
export class WorkloadVariables {
  readonly locks: Locks;
  private readonly events: ReadonlyMap<string, SharedVariable<boolean>>;
  private readonly dataDeclarations: ReadonlyMap<string, DataDeclaration>;
  private readonly dataVariables: ReadonlyMap<string, SharedVariable<Value> | ProcessVariable<Value>>;
  /** Of a parent: its child is on the task list. */
  private readonly hasForked = perProcess(taskRole, 'has forked', boolean, false);
  private readonly forked: ReadonlySet<string>;
  readonly sections: AtomicSections;
  readonly gracePeriods: GracePeriods;
  private readonly awaited: readonly Condition[];
  private readonly pending = perProcess(userTaskRole, 'signal pending', boolean, false);

  /** @param hasSignals whether anybody sends signals */
  constructor(
    private readonly scenario: Scenario,
    readonly hasSignals: boolean,
  ) {
    const { locks, events, data } = scenario;
    this.forked = new Set(forkedBy(scenario));
    const used = kindsUsedBy(scenario);
    this.sections = new AtomicSections(used);
    const mostTasks = scenario.tasks.reduce((sum, { count }) => sum + count, 0);
    this.gracePeriods = new GracePeriods(used.has('synchronize-rcu') ? mostTasks : 0, this.sections);
    this.awaited = awaitedConditions(scenario);
    this.locks = new Locks(locks);
    this.events = new Map(events.map((name) => [name, shared(`event ${name}`, boolean, false)]));
    this.dataDeclarations = new Map(data.map((each) => [each.name, each]));
    this.dataVariables = new Map(data.map((each) => [each.name, declareData(each)]));
  }

  all(): readonly Variable[] {
    return [
      ...this.locks.variables(),
      ...this.events.values(),
      ...this.dataVariables.values(),
      ...(this.hasSignals ? [this.pending] : []),
      ...(this.forked.size > 0 ? [this.hasForked] : []),
      ...this.sections.variables(),
      ...this.gracePeriods.variables(),
    ];
  }

  /** True while a task sleeps, or waits for what is not there: an event, a condition, readers that leave, a mutex that another one has. */
  isBlocked(task: ProcessReference): Expression<boolean> {
    const isWoken = or(
      ...[...this.events].map(([name, { value }]) => and(at(task, waitsFor(name)), value)),
      ...this.awaited.map((each) => and(at(task, waitsUntil(each)), this.conditionOf(each, task))),
      this.gracePeriods.isWoken(task),
    );
    return or(and(at(task, labels.asleep), not(isWoken)), this.locks.isBlocked(task));
  }

  /** True while `task` has preemption off by statements of its own. */
  hasPreemptionOff(task: ProcessReference): Expression<boolean> {
    return or(
      this.sections.isIn('preempt-disable', task),
      this.locks.holdsSpinlock(task),
      this.locks.isSpinning(task),
    );
  }

  /** Whether any task ever has. */
  get turnsPreemptionOff(): boolean {
    return this.sections.has('preempt-disable') || this.locks.spinlocks.length > 0;
  }

  /** True while `task` must not sleep. */
  isAtomic(task: ProcessReference): Expression<boolean> {
    return or(this.sections.isInAny(task), this.locks.holdsSpinlock(task));
  }

  /** True where `task` has preemption off still after the end of a section, or after it has released that spinlock. */
  keepsPreemptionOff(task: ProcessReference, released?: string): Expression<boolean> {
    return or(
      this.sections.isIn('preempt-disable', task, released === undefined ? 1 : 0),
      this.locks.holdsSpinlock(task, released),
    );
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

  /** Whether an event is there. */
  event(name: string): Assignable<boolean> {
    return found(this.events, name);
  }

  /** Data, as `task` sees it. */
  data(name: string, task: ProcessReference): Assignable<Value> {
    const variable = found(this.dataVariables, name);
    return 'of' in variable ? variable.of(task) : variable;
  }

  rangeOf(counter: string): { readonly low: number; readonly high: number } {
    const { values } = found(this.dataDeclarations, counter);
    if (values.kind !== 'range') throw new Error(`'${counter}' is no counter`);
    return values;
  }

  signalPending(task: ProcessReference): Assignable<boolean> {
    return this.pending.of(task);
  }

  /** What a location is labelled with at which a task relies on something. */
  claimLabel(statement: ClaimingStatement): Claim['label'] {
    switch (statement.kind) {
      case 'assert':
        return `claims ${printCondition(statement.condition)}`;
      case 'set':
        return `claims that it can ${printStatement(statement)}`;
      default:
        return `claims that it can ${statement.kind} ${statement.data}`;
    }
  }

  /** Everything that the bodies of the scenario rely on. */
  claims(): readonly Claim[] {
    const claims = new Map<Claim['label'], Claim>();
    for (const body of bodiesOf(this.scenario))
      visitStatements(body, (statement) => {
        if (!isClaiming(statement)) return;
        const label = this.claimLabel(statement);
        claims.set(label, { label, statement, condition: (task) => this.claimOf(statement, task) });
      });
    return [...claims.values()];
  }

  conditionOf(condition: Condition, task: ProcessReference): Expression<boolean> {
    return conditionOn(condition, (name) => this.data(name, task).value);
  }

  /** What `data` is set to. A sum out of its range leaves it as it is. */
  valueFor(data: string, value: DataOperand | Arithmetic, task: ProcessReference): Expression {
    if (value.kind !== 'arithmetic') return operandOn(value, (name) => this.data(name, task).value);
    const sum = this.sumOf(value, task);
    return conditional<Value>(isWithin(this.rangeOf(data), sum), sum, this.data(data, task).value);
  }

  private sumOf({ counter, operator, operand }: Arithmetic, task: ProcessReference): Expression<number> {
    const read = (name: string) => this.data(name, task).value;
    // The parser adds nothing but counters and numbers.
    const [left, right] = [read(counter), operandOn(operand, read)] as [
      Expression<number>,
      Expression<number>,
    ];
    return operator === '+' ? add(left, right) : subtract(left, right);
  }

  private claimOf(statement: ClaimingStatement, task: ProcessReference): Expression<boolean> {
    if (statement.kind === 'assert') {
      return this.conditionOf(statement.condition, task);
    }
    if (statement.kind === 'set')
      return isWithin(this.rangeOf(statement.data), this.sumOf(statement.value, task));
    const { low, high } = this.rangeOf(statement.data);
    return not(this.data(statement.data, task).is(statement.kind === 'increment' ? high : low));
  }
}

function declareData({
  name,
  values,
  initial,
  perTask,
}: DataDeclaration): SharedVariable<Value> | ProcessVariable<Value> {
  const sort: Sort<Value> =
    values.kind === 'names' ? enumeration(...values.names) : range(values.low, values.high);
  return perTask
    ? { ...perProcess<Value>(taskRole, `data ${name}`, sort, initial), title: name }
    : { ...shared<Value>(`data ${name}`, sort, initial), title: name };
}

function found<T>(map: ReadonlyMap<string, T>, name: string): T {
  const value = map.get(name);
  if (value === undefined) throw new Error(`nothing is declared as '${name}'`);
  return value;
}
