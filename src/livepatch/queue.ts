import {
  type Assignment,
  and,
  at,
  boolean,
  type Expression,
  exists,
  not,
  or,
  type ProcessReference,
  type ProcessVariable,
  perProcess,
} from '../system/index.js';
import { forEachTask, type TaskLabel, taskRole } from './vocabulary.js';

/**
 * Who waits for a lock, told apart by whether it waited already when the lock was released last: those are let in before any that come
 * later. Of those that are let in, any may be next: which came first is not counted.
 */
export class Queue {
  readonly variable: ProcessVariable<boolean>;

  /** @param label of the location where a task stands in the queue */
  constructor(
    lock: string,
    private readonly label: TaskLabel,
  ) {
    this.variable = perProcess(taskRole, `is let in by the release of ${lock}`, boolean, false);
  }

  get isEmpty(): Expression<boolean> {
    return not(exists(taskRole, (task) => at(task, this.label)));
  }

  isLetIn(task: ProcessReference): Expression<boolean> {
    return this.variable.of(task).value;
  }

  /** True where `task`, in the queue, may be next: nobody else in it has been let in, if it is not. */
  isNext(task: ProcessReference): Expression<boolean> {
    const isAnyLetIn = exists(taskRole, (other) => and(at(other, this.label), this.isLetIn(other)));
    return or(this.isLetIn(task), not(isAnyLetIn));
  }

  /** What becomes of all that are in the queue where the lock is released, if `condition` is true. */
  letIn(condition: Expression<boolean>): Assignment {
    return forEachTask((task) => {
      const { value, becomes } = this.variable.of(task);
      return becomes(or(value, and(condition, at(task, this.label))));
    });
  }

  leave(task: ProcessReference): Assignment {
    return this.variable.of(task).becomes(false);
  }
}
