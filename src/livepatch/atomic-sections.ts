import type { Statement, StatementOf } from '../scenario/index.js';
import {
  type Assignment,
  add,
  conditional,
  type Expression,
  less,
  or,
  type ProcessReference,
  type ProcessVariable,
  perProcess,
  range,
  subtract,
  type Variable,
} from '../system/index.js';
import { labels, type TaskLabel, taskRole } from './vocabulary.js';

/** A section of a task's code in which it must not sleep. Sections of a kind may stand in one another. */
export interface AtomicSection {
  /** What a task is labelled with while it is about to begin one, or to end one. */
  readonly begins: TaskLabel;
  readonly ends: TaskLabel;
  /** True while `task` is in one. */
  isOpen(task: ProcessReference): Expression<boolean>;
  /** True while `task` is in so many that no more are counted. */
  isDeepest(task: ProcessReference): Expression<boolean>;
}

/** The statements by which a section begins, each of a kind of sections of its own, and by which it ends. */
export type SectionBegin = StatementOf<'preempt-disable' | 'local-irq-save' | 'rcu-read-lock'>['kind'];
export type SectionBoundary =
  | SectionBegin
  | StatementOf<'preempt-enable' | 'local-irq-restore' | 'rcu-read-unlock'>['kind'];

const withPreemptionOff: readonly SectionBegin[] = ['preempt-disable', 'local-irq-save'];

/** How many sections of a kind may stand in one another: the kernel counts to 255 with preemption off. */
const deepest = 7;

interface Kind {
  readonly begin: SectionBegin;
  readonly end: SectionBoundary;
  readonly begins: TaskLabel;
  readonly ends: TaskLabel;
  readonly count: ProcessVariable<number>;
}

const kinds: readonly Kind[] = [
  {
    begin: 'preempt-disable',
    end: 'preempt-enable',
    begins: labels.disablesPreemption,
    ends: labels.enablesPreemption,
    count: perProcess(taskRole, 'preempt count', range(0, deepest), 0),
  },
  {
    begin: 'local-irq-save',
    end: 'local-irq-restore',
    begins: labels.disablesInterrupts,
    ends: labels.enablesInterrupts,
    count: perProcess(taskRole, 'interrupts off', range(0, deepest), 0),
  },
  {
    begin: 'rcu-read-lock',
    end: 'rcu-read-unlock',
    begins: labels.beginsReading,
    ends: labels.endsReading,
    count: perProcess(taskRole, 'RCU read sections', range(0, deepest), 0),
  },
];

/** What is counted of the sections in which tasks must not sleep: for each kind that a scenario has, how many a task is in. */
export class AtomicSections {
  private readonly kinds: readonly Kind[];

  /** @param used the kinds of statements that the scenario has */
  constructor(used: ReadonlySet<Statement['kind']>) {
    this.kinds = kinds.filter(({ begin, end }) => used.has(begin) || used.has(end));
  }

  /** Whether the scenario has any of those that begin so. */
  has(begin: SectionBegin): boolean {
    return this.kinds.some((each) => each.begin === begin);
  }

  /** Whether the scenario has any in which preemption is off. */
  get everTurnPreemptionOff(): boolean {
    return withPreemptionOff.some((begin) => this.has(begin));
  }

  /** True while `task` is in one in which preemption is off. @param ended but not counting one that ends so */
  keepPreemptionOff(task: ProcessReference, ended?: SectionBoundary): Expression<boolean> {
    return or(
      ...this.kinds
        .filter(({ begin }) => withPreemptionOff.includes(begin))
        .map(({ begin, end }) => this.isIn(begin, task, end === ended ? 1 : 0)),
    );
  }

  variables(): readonly Variable[] {
    return this.kinds.map(({ count }) => count);
  }

  /** Those that a property may ask about. */
  all(): readonly AtomicSection[] {
    return this.kinds.map(({ begins, ends, count }) => ({
      begins,
      ends,
      isOpen: (task) => less(0, count.of(task).value),
      isDeepest: (task) => count.of(task).is(deepest),
    }));
  }

  /** True while `task` is in any of them. */
  isInAny(task: ProcessReference): Expression<boolean> {
    return or(...this.all().map(({ isOpen }) => isOpen(task)));
  }

  /** True while `task` is in more than so many of those that begin so. */
  isIn(begin: SectionBegin, task: ProcessReference, many = 0): Expression<boolean> {
    return or(
      ...this.kinds.flatMap((each) => (each.begin === begin ? [less(many, each.count.of(task).value)] : [])),
    );
  }

  /** What the statement does to the count, which stays in its range. */
  cross(boundary: SectionBoundary, task: ProcessReference): readonly Assignment[] {
    return this.kinds.flatMap(({ begin, end, count }) => {
      const counted = count.of(task);
      if (boundary === begin)
        return [counted.becomes(conditional<number>(counted.is(deepest), deepest, add(counted.value, 1)))];
      return boundary === end
        ? [counted.becomes(conditional<number>(counted.is(0), 0, subtract(counted.value, 1)))]
        : [];
    });
  }

  /** What becomes of the sections of a task that ends amid them. */
  leaveAll(task: ProcessReference): readonly Assignment[] {
    return this.kinds.map(({ count }) => count.of(task).becomes(0));
  }
}
