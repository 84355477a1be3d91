import {
  type Assignment,
  boolean,
  type Expression,
  not,
  type ProcessReference,
  type Variable,
} from '../../system/index.js';
import type { Rules } from '../model.js';
import { everyTask, forEachTask, perTask, thisTask } from '../vocabulary.js';

/** The holding of tasks at the kernel boundary, and the parking of kernel threads at their safe points. */
export interface Hold {
  readonly variable: Variable;
  isHeld(task: ProcessReference): Expression<boolean>;
  readonly everybodyIsHeld: Expression<boolean>;
  /** By which the task that takes the step is held from then on. */
  readonly holdThis: Assignment;
  readonly release: Assignment;
  /**
   * The rules by which a task is held where it crosses the boundary.
   *
   * @param holding while tasks are held
   * @param parks while a kernel thread is parked at a safe point
   * @param crosses what else happens to a task that crosses the boundary or passes a safe point
   */
  rules(
    holding: Expression<boolean>,
    parks: Expression<boolean>,
    crosses?: readonly Assignment[],
  ): Pick<Rules, 'held' | 'onKernelEntry' | 'onKernelExit' | 'onSafePoint' | 'atKernelEntry' | 'atSafePoint'>;
}

export function hold(): Hold {
  const variable = perTask('held', boolean, false);
  const isHeld = (task: ProcessReference): Expression<boolean> => variable.of(task).value;
  const holdThis = variable.of(thisTask).becomes(true);
  return {
    variable,
    isHeld,
    everybodyIsHeld: everyTask(isHeld),
    holdThis,
    release: forEachTask((task) => variable.of(task).becomes(false)),
    rules: (holding, parks, crosses = []) => ({
      held: isHeld,
      onKernelEntry: { when: not(holding), set: crosses },
      onKernelExit: { set: [...crosses, variable.of(thisTask).becomes(holding)] },
      onSafePoint: { when: not(parks), set: crosses },
      atKernelEntry: [{ action: 'is held at the entry to the kernel', when: holding, set: [holdThis] }],
      atSafePoint: [{ action: 'is parked', when: parks, set: [holdThis] }],
    }),
  };
}
