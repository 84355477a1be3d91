import {
  type Assignment,
  always,
  and,
  at,
  boolean,
  conditional,
  type Expression,
  not,
  or,
  type ProcessReference,
  type ProcessVariable,
} from '../../system/index.js';
import type { Rules } from '../model.js';
import { everyTask, forEachTask, isInside, labels, perTask, thisTask } from '../vocabulary.js';
import type { Course } from './lifecycle.js';
import type { Marks } from './words.js';

/*
 * The universe of a task, in kGraft's word, is the set of functions that it sees: the old ones or the new ones. What
 * switches at one instant changes universe together: the whole kernel, one task, or all calls of one function.
 */

/** What a universe adds to the rules of a mechanism. */
export type UniverseRules = Pick<Rules, 'entersNew' | 'removing' | 'onFork'>;

/** SWITCH_KERNEL: all tasks see the same functions; the new ones from the end of the one transition to that of the other. */
export function kernelWide({ isIn, goingOut, isOut }: Course): UniverseRules {
  return { entersNew: () => or(isIn, goingOut), removing: isOut };
}

/** SWITCH_FUNCTION: each function is redirected by itself, for each task that calls it. */
export function functionByFunction(
  course: Course,
  isRedirected: (functionName: string) => Expression<boolean>,
): UniverseRules {
  return { entersNew: (_task, name) => isRedirected(name), removing: isRemoving(course) };
}

/** A flag of each task: while it is set, the task sees the universe that it comes from. */
export interface Flag {
  readonly variable: ProcessVariable<boolean>;
  isSet(task: ProcessReference): Expression<boolean>;
  readonly nobodyHasIt: Expression<boolean>;
  /** Whoever is not marked has migrated at once. */
  readonly setForWhoMigrates: Assignment;
  readonly clearForEverybody: Assignment;
  /** The tasks that have it lose it, and all others get it: the transition turns round. */
  readonly turnRound: Assignment;
  /** By which a new task begins where its parent is. */
  inherit(parent: ProcessReference): Assignment;
  /** By which this task migrates, unless it may not. */
  clear(unless?: Expression<boolean>): Assignment;
}

/**
 * @param marks who gets it when it is set for everybody who has to migrate
 * @param passesInterruptsBy whether interrupts, which have one too, get it otherwise
 */
export function taskFlag(
  name: string,
  {
    marks = 'all',
    passesInterruptsBy = false,
  }: { readonly marks?: Marks; readonly passesInterruptsBy?: boolean } = {},
): Flag {
  const variable = perTask(name, boolean, false);
  const isSet = (task: ProcessReference): Expression<boolean> => variable.of(task).value;
  return {
    variable,
    isSet,
    nobodyHasIt: everyTask((task) => not(isSet(task))),
    setForWhoMigrates: forEachTask((task) =>
      variable
        .of(task)
        .becomes(
          and(
            marks === 'all' ? always : not(at(task, labels.userSpace)),
            passesInterruptsBy ? not(at(task, labels.interrupt)) : always,
          ),
        ),
    ),
    clearForEverybody: forEachTask((task) => variable.of(task).becomes(false)),
    turnRound: forEachTask((task) => variable.of(task).becomes(not(isSet(task)))),
    inherit: (parent) => variable.of(thisTask).becomes(isSet(parent)),
    clear: (unless) => variable.of(thisTask).becomes(unless ? and(isSet(thisTask), unless) : false),
  };
}

/** SWITCH_THREAD, by a flag: until a task has migrated, it sees the universe that it comes from. */
export function flagged(flag: Flag, course: Course): UniverseRules {
  const leadsToNew = or(course.goingIn, course.isIn);
  return {
    entersNew: (task) => conditional<boolean>(flag.isSet(task), not(leadsToNew), leadsToNew),
    onFork: (parent) => [flag.inherit(parent)],
    removing: isRemoving(course),
  };
}

/**
 * SWITCH_THREAD, by the stack: as long as a task is inside the functions that are to be left, it goes on in their
 * universe; the next call that it makes from outside of them enters the other.
 */
export function byStack(course: Course): UniverseRules {
  const { goingIn, isIn, goingBack, goingOut } = course;
  return {
    entersNew: (task) =>
      or(isIn, and(goingIn, not(isInside(task, 'old'))), and(or(goingBack, goingOut), isInside(task, 'new'))),
    removing: isRemoving(course),
  };
}

/** True from where the patch begins to be taken out, by the task that switches first. */
function isRemoving({ goingBack, goingOut, isOut }: Course): Expression<boolean> {
  return or(goingBack, goingOut, isOut);
}
