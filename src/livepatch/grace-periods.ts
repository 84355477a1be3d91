import {
  type Assignment,
  add,
  always,
  and,
  at,
  conditional,
  type Expression,
  forall,
  less,
  never,
  not,
  type ProcessReference,
  perProcess,
  range,
  shared,
  subtract,
  type Variable,
} from '../system/index.js';
import type { AtomicSections, SectionBoundary } from './atomic-sections.js';
import { forEachTask, labels, taskRole } from './vocabulary.js';

/**
 * Which read sections under RCU each `synchronize_rcu()` waits for: those that had begun when it did. The calls that wait are
 * numbered in the order in which they began, without gaps, and a reader notes how many of them had begun before its section. So
 * nobody waits for a reader of later, be there ever so many calls, and there are only as many numbers as tasks.
 */
export class GracePeriods {
  private readonly calls;
  private readonly numberOf;
  private readonly begunBefore;

  /** @param most how many tasks may wait at once; 0 where nobody ever does */
  constructor(
    private readonly most: number,
    private readonly sections: AtomicSections,
  ) {
    this.calls = shared('synchronize_rcu() calls', range(0, most), 0);
    this.numberOf = perProcess(taskRole, 'its synchronize_rcu() call', range(0, most), 0);
    this.begunBefore = perProcess(taskRole, 'synchronize_rcu() calls before its section', range(0, most), 0);
  }

  variables(): readonly Variable[] {
    return this.most === 0 ? [] : [this.calls, this.numberOf, this.begunBefore];
  }

  /** What a reader notes where a section begins or ends, if that is the outermost. */
  note(boundary: SectionBoundary, task: ProcessReference): readonly Assignment[] {
    if (this.most === 0) return [];
    const note = this.begunBefore.of(task);
    const isIn = (many: number): Expression<boolean> => this.sections.isIn('rcu-read-lock', task, many);
    if (boundary === 'rcu-read-lock')
      return [note.becomes(conditional<number>(isIn(0), note.value, this.calls.value))];
    return boundary === 'rcu-read-unlock' ? [note.becomes(conditional<number>(isIn(1), note.value, 0))] : [];
  }

  /** What `synchronize_rcu()` does before it waits. */
  begin(task: ProcessReference): readonly Assignment[] {
    const number = add(this.calls.value, 1);
    return [this.calls.becomes(number), this.numberOf.of(task).becomes(number)];
  }

  /** True where the call of `task` need not wait any more. */
  isOver(task: ProcessReference): Expression<boolean> {
    const mine = this.numberOf.of(task).value;
    return forall(taskRole, (reader) =>
      not(and(this.sections.isIn('rcu-read-lock', reader), less(this.begunBefore.of(reader).value, mine))),
    );
  }

  /** True while `task` is in a call that need not wait any more. */
  isWoken(task: ProcessReference): Expression<boolean> {
    return this.most === 0 ? never : and(at(task, labels.awaitsReaders), this.isOver(task));
  }

  /** The call of `task` is over, if there is one: those that began later move up. */
  end(task: ProcessReference): readonly Assignment[] {
    if (this.most === 0) return [];
    const mine = this.numberOf.of(task);
    const movesUp = (number: Expression<number>, isLater: Expression<boolean>): Expression<number> =>
      conditional<number>(and(not(mine.is(0)), isLater), subtract(number, 1), number);
    return [
      this.calls.becomes(movesUp(this.calls.value, always)),
      forEachTask((other) => {
        const { value } = this.numberOf.of(other);
        const later = movesUp(value, less(mine.value, value));
        return this.numberOf.of(other).becomes(conditional<number>(mine.is(value), 0, later));
      }),
      forEachTask((reader) => {
        const { value } = this.begunBefore.of(reader);
        return this.begunBefore.of(reader).becomes(movesUp(value, not(less(value, mine.value))));
      }),
    ];
  }
}
