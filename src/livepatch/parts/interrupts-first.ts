import { and, at, conditional, not, or } from '../../system/index.js';
import type { Rules } from '../model.js';
import { forEachTask, labels, someTask, thisTask } from '../vocabulary.js';
import type { Course } from './lifecycle.js';
import { type Transition, waiting } from './transition.js';
import type { Flag } from './universe.js';

/*
 * kGraft has a flag for each CPU, by which what interrupts tasks there is redirected. A work item on every CPU sets it, in process context and so
 * between interrupts, before any task sees a new function.
 */

const firstAt = (place: string): string => `${place}: interrupts first`;

/** The same transition, which begins with the interrupts: tasks are marked once all of these have migrated. */
export function interruptsFirst({ starts, stages }: Transition, flag: Flag): Transition {
  const [stage] = stages;
  if (!starts || !stage) throw new Error('no transition begins here');
  const { action, set = [] } = starts;
  const isMarked = someTask((task) => and(at(task, labels.interrupt), flag.isSet(task)));
  return waiting(
    {
      action: 'queues work on every CPU, by which its interrupts migrate',
      set: [forEachTask((task) => flag.variable.of(task).becomes(at(task, labels.interrupt)))],
    },
    { at: firstAt(stage.at), goesOn: { action, when: not(isMarked), set, to: stage.at } },
    ...stages,
  );
}

/** What that adds to the rules of a migration by a flag. */
export function withInterruptsFirst(
  { entersNew, ...rules }: Pick<Rules, 'entersNew' | 'onFork' | 'removing'>,
  flag: Flag,
  course: Course,
  places: readonly string[],
): Pick<Rules, 'entersNew' | 'onFork' | 'removing' | 'interruptsSwitch'> {
  const areFirst = course.at(...places.map(firstAt));
  const goesOut = or(course.goingOut, course.goingBack);
  return {
    ...rules,
    // Till then all tasks see the functions that they come from.
    entersNew: (task, name) =>
      conditional<boolean>(and(areFirst, not(at(task, labels.interrupt))), goesOut, entersNew(task, name)),
    interruptsSwitch: {
      action: 'its CPU does the work: its interrupts migrate',
      when: flag.isSet(thisTask),
      set: [flag.clear()],
    },
  };
}
