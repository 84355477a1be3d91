import { and, conditional, type Expression, not } from '../../system/index.js';
import type { Patch, Rules } from '../model.js';
import { everyTask, type Version } from '../vocabulary.js';
import { hold } from './hold.js';
import { interruptsFirst, withInterruptsFirst } from './interrupts-first.js';
import { patchedSetIsLeft, whoHasNotLeft } from './left.js';
import { type Life, lifecycle, type Unload } from './lifecycle.js';
import type { Instant } from './transition.js';
import { type Act, type Transition, waiting, withStage } from './transition.js';
import { byStack, type Flag, flagged, taskFlag } from './universe.js';
import type { LazyWords, Marks, StackWords, SynchronisedWords } from './words.js';

/* SWITCH_THREAD: one task after the other migrates, by itself; one function for each way to gather. */

/**
 * Each task goes on in the universe that it comes from until it crosses the kernel boundary: there it migrates. What interrupts
 * tasks migrates before.
 *
 * @param marks who is marked when a transition begins
 */
export function migrateAtTheBoundary(
  patch: Patch,
  words: LazyWords,
  unload: Unload,
  { marks, hasInterrupts }: { readonly marks: Marks; readonly hasInterrupts: boolean },
): Rules {
  const flag = taskFlag(words.flag, hasInterrupts ? { marks, passesInterruptsBy: true } : { marks });
  const { putIn, back, takenOut } = flaggedMigration(words, flag);
  const begins = (transition: Transition): Transition =>
    hasInterrupts ? interruptsFirst(transition, flag) : transition;
  const course = lifecycle(patch, { putIn: begins(putIn), back, takenOut: begins(takenOut), unload });
  const universe = flagged(flag, course);
  const migrates = { set: [flag.clear()] };
  return {
    variables: [flag.variable],
    ...course.rules,
    ...(hasInterrupts
      ? withInterruptsFirst(universe, flag, course, [words.putIn.at, words.takenOut.at])
      : universe),
    onKernelEntry: migrates,
    onKernelExit: migrates,
    onSafePoint: migrates,
    awaits: flag.isSet,
  };
}

/**
 * The same, with a point at which all are held on demand, at any time while tasks migrate; when all are, the rest migrates
 * at one instant. While it lasts, those that have not migrated stay so. A kernel thread is parked at its safe point
 * whatever is on its stack, as it migrates there whatever is on its stack.
 */
export function migrateAndSynchronise(
  patch: Patch,
  words: SynchronisedWords,
  unload: Unload,
  instant: Instant,
): Rules {
  const flag = taskFlag(words.flag);
  const { variable, isHeld, everybodyIsHeld, release, rules } = hold();
  const { point } = words;
  const { putIn, back, takenOut } = flaggedMigration(words, flag);
  const synchronised = (
    transition: Transition,
    { at: place, ends }: SynchronisedWords['point']['takenOut'],
    reverses?: Act,
  ): Transition =>
    withStage(transition, point.demand, {
      at: place,
      ends: {
        ...instant,
        action: ends,
        when: and(everybodyIsHeld, instant.when),
        set: [flag.clearForEverybody, release],
      },
      ...(reverses && { reverses }),
    });
  const course = lifecycle(patch, {
    putIn: synchronised(putIn, point.putIn, { action: point.back.starts, set: [flag.turnRound, release] }),
    back,
    takenOut: synchronised(takenOut, point.takenOut),
    unload,
  });
  const synchronising = course.at(point.putIn.at, point.takenOut.at);
  return {
    variables: [flag.variable, variable],
    ...course.rules,
    ...flagged(flag, course),
    ...rules(synchronising, synchronising, [flag.clear(synchronising)]),
    awaits: (task) => conditional<boolean>(synchronising, not(isHeld(task)), flag.isSet(task)),
  };
}

/** Each task migrates where it leaves the patched set: the next call that it makes from outside of it is in the other universe. */
export function migrateOutsideThePatchedSet(patch: Patch, words: StackWords, unload: Unload): Rules {
  const nobodyInside = (version: Version): Expression<boolean> =>
    everyTask((task) => patchedSetIsLeft(task, version));
  const { putIn, back, takenOut } = words;
  const course = lifecycle(patch, {
    putIn: waiting(
      { action: putIn.starts },
      {
        at: putIn.at,
        ends: { action: putIn.ends, when: nobodyInside('old') },
        reverses: { action: back.starts },
      },
    ),
    back: waiting(undefined, { at: back.at, ends: { action: back.ends, when: nobodyInside('new') } }),
    takenOut: waiting(
      { action: takenOut.starts },
      { at: takenOut.at, ends: { action: takenOut.ends, when: nobodyInside('new') } },
    ),
    unload,
  });
  return {
    variables: [],
    ...course.rules,
    ...byStack(course),
    awaits: whoHasNotLeft(course, patchedSetIsLeft),
  };
}

function flaggedMigration({ putIn, back, takenOut }: LazyWords, flag: Flag): Omit<Required<Life>, 'unload'> {
  const over = (action: string): Act => ({ action, when: flag.nobodyHasIt });
  return {
    putIn: waiting(
      { action: putIn.starts, set: [flag.setForWhoMigrates] },
      { at: putIn.at, ends: over(putIn.ends), reverses: { action: back.starts, set: [flag.turnRound] } },
    ),
    back: waiting(undefined, { at: back.at, ends: over(back.ends) }),
    takenOut: waiting(
      { action: takenOut.starts, set: [flag.setForWhoMigrates] },
      { at: takenOut.at, ends: over(takenOut.ends) },
    ),
  };
}
