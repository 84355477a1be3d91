import {
  type InterruptDeclaration,
  isInterrupt,
  type Scenario,
  type TaskDeclaration,
} from '../scenario/index.js';
import {
  type Assignable,
  type Assignment,
  and,
  at,
  boolean,
  type Expression,
  equal,
  exists,
  identity,
  less,
  nobody,
  not,
  or,
  type ProcessReference,
  processNamed,
  processOf,
  range,
  type SharedVariable,
  shared,
  subtract,
  type Variable,
} from '../system/index.js';
import type { AtomicSections } from './atomic-sections.js';
import { declaredAs, labels, taskRole } from './vocabulary.js';

/** What keeps interrupts from coming to a task. */
interface Workload {
  isBlocked(task: ProcessReference): Expression<boolean>;
  readonly sections: AtomicSections;
}

/** An interrupt, or a timer: what is known of it besides where it stands. */
interface Interrupt {
  readonly declaration: TaskDeclaration & InterruptDeclaration;
  /** The task on top of which it runs. */
  readonly on: SharedVariable<string>;
  readonly armed: SharedVariable<boolean> | undefined;
  readonly left: SharedVariable<number> | undefined;
}

/**
 * The interrupts of a workload. Each is a process of its own that runs while the task that it has interrupted takes no step. One at a
 * time comes to a task: none interrupts another one.
 */
export class Interrupts {
  private readonly all: ReadonlyMap<string, Interrupt>;

  constructor(
    { tasks }: Scenario,
    private readonly workload: Workload,
  ) {
    this.all = new Map(
      tasks.filter(isInterrupt).map((declaration) => {
        const { name, kind, times } = declaration;
        return [
          name,
          {
            declaration,
            on: shared(`${name} interrupts`, processOf(taskRole), nobody),
            armed: kind === 'timer' ? shared(`timer ${name} armed`, boolean, false) : undefined,
            left: times === undefined ? undefined : shared(`${name} comes still`, range(0, times), times),
          },
        ];
      }),
    );
  }

  /** Their names, which are those of their processes. */
  get names(): readonly string[] {
    return [...this.all.keys()];
  }

  variables(): readonly Variable[] {
    return [...this.all.values()].flatMap(({ on, armed, left }) => [
      on,
      ...(armed ? [armed] : []),
      ...(left ? [left] : []),
    ]);
  }

  isOne(task: ProcessReference): Expression<boolean> {
    return this.all.size === 0 ? or() : at(task, labels.interrupt);
  }

  /** Those that may interrupt the tasks of a declaration. */
  of(taskName: string): readonly string[] {
    return [...this.all.values()].flatMap(({ declaration: { name, on } }) =>
      on.includes(taskName) ? [name] : [],
    );
  }

  /** True while an interrupt runs on top of `task`. */
  isInterrupted(task: ProcessReference): Expression<boolean> {
    return or(...[...this.all.values()].map(({ on }) => on.is(identity(task))));
  }

  /** True where that interrupt runs on top of `task`. */
  isOn(name: string, task: ProcessReference): Expression<boolean> {
    return this.find(name).on.is(identity(task));
  }

  /** True while `interrupt`, whichever it is, runs on top of `task`. */
  isOnTopOf(interrupt: ProcessReference, task: ProcessReference): Expression<boolean> {
    return or(
      ...[...this.all].map(([name, { on }]) =>
        and(equal(identity(processNamed(name)), identity(interrupt)), on.is(identity(task))),
      ),
    );
  }

  /** True where something is true of the task that is interrupted. */
  ofInterrupted(
    name: string,
    condition: (task: ProcessReference) => Expression<boolean>,
  ): Expression<boolean> {
    return exists(taskRole, (task) => and(this.isOn(name, task), condition(task)));
  }

  /** True where that interrupt may come now, on top of `task`: it is on its CPU, and has not disabled interrupts. */
  mayCome(name: string, task: ProcessReference): Expression<boolean> {
    const { declaration, armed, left } = this.find(name);
    return and(
      or(...declaration.on.map((each) => at(task, declaredAs(each)))),
      ...(armed ? [armed.value] : []),
      ...(left ? [less(0, left.value)] : []),
      not(at(task, labels.unborn)),
      not(at(task, labels.exited)),
      not(this.isInterrupted(task)),
      not(this.workload.sections.isIn('local-irq-save', task)),
      not(this.workload.isBlocked(task)),
    );
  }

  /** What that changes. */
  comes(name: string, task: ProcessReference): readonly Assignment[] {
    const { on, armed, left } = this.find(name);
    return [
      on.becomes(identity(task)),
      ...(armed ? [armed.becomes(false)] : []),
      ...(left ? [left.becomes(subtract(left.value, 1))] : []),
    ];
  }

  /** True where that interrupt is over, though it stands still where it ends. */
  isOver(name: string): Expression<boolean> {
    return this.find(name).on.is(nobody);
  }

  ends(name: string): Assignment {
    return this.find(name).on.becomes(nobody);
  }

  armed(timer: string): Assignable<boolean> {
    const { armed } = this.find(timer);
    if (armed === undefined) throw new Error(`'${timer}' is no timer`);
    return armed;
  }

  private find(name: string): Interrupt {
    const interrupt = this.all.get(name);
    if (interrupt === undefined) throw new Error(`nothing is declared as '${name}'`);
    return interrupt;
  }
}
