import { and, at, conditional, type Expression, not, or, type ProcessReference } from '../../system/index.js';
import type { Patch, Rules } from '../model.js';
import { everyTask, isInside, isOutsidePatchedSet, labels, thisTask, type Version } from '../vocabulary.js';
import { hold } from './hold.js';
import {
  type Act,
  type Life,
  lifecycle,
  oneByOne,
  type Stage,
  type Transition,
  type Unload,
  waiting,
  withStage,
} from './lifecycle.js';
import { byStack, type Flag, flagged, functionByFunction, kernelWide, taskFlag } from './universe.js';
import type {
  FreezeWords,
  LazyWords,
  OneByOneWords,
  OpportunisticWords,
  StackWords,
  SynchronisedWords,
} from './words.js';

/*
 * How the condition for a switch comes to hold: one function for each way to gather. It joins the patcher's transitions
 * with what happens to tasks meanwhile, and with the universe that they see.
 */

/** True of a task that has left what it must have left before it may switch away from `version`. */
type HasLeft = (task: ProcessReference, version: Version) => Expression<boolean>;

/** LEAVE_PATCHED_SET: no body of that version of a patched function is on its stack. */
const patchedSetIsLeft: HasLeft = (task, version) => not(isInside(task, version));

/** LEAVE_KERNEL: it is in user space, or a kernel thread at a safe point with no patched function on its stack. */
const kernelIsLeft: HasLeft = (task) =>
  or(at(task, labels.userSpace), and(at(task, labels.safePoint), isOutsidePatchedSet(task)));

/** Waits for nobody: each function is redirected in a step of its own, or all of them in one. */
export function switchAtOnce(
  patch: Patch,
  unit: 'function' | 'kernel',
  { putIn, takenOut }: OneByOneWords,
  unload: Unload,
): Rules {
  const units = unit === 'function' ? patch.functions : ['all functions'];
  const act =
    (words: OneByOneWords['putIn']) =>
    (name: string): Act => ({ action: words.each(name) });
  const transitions = {
    putIn: oneByOne(units, putIn.at, act(putIn)),
    takenOut: oneByOne(units, takenOut.at, act(takenOut)),
  };
  const course = lifecycle(patch, { ...transitions, unload });
  if (unit === 'kernel') return { variables: [], ...course.rules, ...kernelWide(course) };
  const isRedirected = (name: string): Expression<boolean> => {
    const position = units.indexOf(name);
    const since = transitions.putIn.places.slice(position);
    const until = transitions.takenOut.places.slice(0, position);
    return or(course.isIn, course.at(...since, ...until));
  };
  return { variables: [], ...course.rules, ...functionByFunction(course, isRedirected) };
}

/** Looks at all tasks at one instant, and switches them all or nobody. @param attempts how many times at most */
export function switchWhenAllHaveLeft(
  patch: Patch,
  leave: 'patched-set' | 'kernel',
  { putIn, back, takenOut }: OpportunisticWords,
  unload: Unload,
  attempts: number | 'unlimited',
): Rules {
  const hasLeft = leave === 'kernel' ? kernelIsLeft : patchedSetIsLeft;
  const attempt = (
    version: Version,
    words: OpportunisticWords['putIn'],
    place: string,
    next: string,
  ): Stage => {
    const allHaveLeft = everyTask((task) => hasLeft(task, version));
    return {
      at: place,
      ends: { action: words.ends, when: allHaveLeft },
      goesOn: { action: words.abandons, when: not(allHaveLeft), to: next },
    };
  };
  const reverses = { action: back.starts };
  const [first, ...others] =
    attempts === 'unlimited'
      ? [putIn.at]
      : Array.from({ length: attempts }, (_, index) => `attempt ${index + 1}`);
  const nextOf = (index: number): string =>
    attempts === 'unlimited' ? putIn.at : (others[index] ?? 'given up');
  const course = lifecycle(patch, {
    putIn: waiting(
      { action: putIn.starts },
      { ...attempt('old', putIn, first ?? putIn.at, nextOf(0)), reverses },
      ...others.map((place, index) => ({ ...attempt('old', putIn, place, nextOf(index + 1)), reverses })),
    ),
    takenOut: waiting({ action: takenOut.starts }, attempt('new', takenOut, takenOut.at, takenOut.at)),
    unload,
  });
  return {
    variables: [],
    ...course.rules,
    ...kernelWide(course),
    awaits: (task) =>
      or(and(course.goingIn, not(hasLeft(task, 'old'))), and(course.goingOut, not(hasLeft(task, 'new')))),
  };
}

/**
 * Holds each task at the kernel boundary until all have left what they must, and switches them all at that instant.
 *
 * A kernel thread is parked only where no patched function is on its stack: parked anywhere else, it would go on in
 * old code after the switch, and would not be in a safe state.
 */
export function switchWhenAllAreHeld(
  patch: Patch,
  leave: 'patched-set' | 'kernel',
  { putIn, back, takenOut }: FreezeWords,
  unload: Unload,
): Rules {
  const { variable, isHeld, release, rules } = hold();
  const isReady: HasLeft = leave === 'kernel' ? isHeld : patchedSetIsLeft;
  const everybodyIsReady = (version: Version): Expression<boolean> =>
    everyTask((task) => isReady(task, version));
  const course = lifecycle(patch, {
    putIn: waiting(
      { action: putIn.starts },
      {
        at: putIn.at,
        ends: { action: putIn.ends, when: everybodyIsReady('old'), set: [release] },
        reverses: { action: back.starts, set: [release] },
      },
    ),
    takenOut: waiting(
      { action: takenOut.starts },
      { at: takenOut.at, ends: { action: takenOut.ends, when: everybodyIsReady('new'), set: [release] } },
    ),
    unload,
  });
  const holding = or(course.goingIn, course.goingOut);
  return {
    variables: [variable],
    ...course.rules,
    ...kernelWide(course),
    ...rules(holding, and(holding, isOutsidePatchedSet(thisTask))),
    awaits: (task) =>
      or(and(course.goingIn, not(isReady(task, 'old'))), and(course.goingOut, not(isReady(task, 'new')))),
  };
}

/** Each task goes on in the universe that it comes from until it crosses the kernel boundary: there it migrates. */
export function migrateAtTheBoundary(patch: Patch, words: LazyWords, unload: Unload): Rules {
  const flag = taskFlag(words.flag);
  const course = lifecycle(patch, { ...flaggedMigration(words, flag), unload });
  const migrates = { set: [flag.clear()] };
  return {
    variables: [flag.variable],
    ...course.rules,
    ...flagged(flag, course),
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
export function migrateAndSynchronise(patch: Patch, words: SynchronisedWords, unload: Unload): Rules {
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
      ends: { action: ends, when: everybodyIsHeld, set: [flag.clearForEverybody, release] },
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
  const { goingIn, goingBack, goingOut } = course;
  return {
    variables: [],
    ...course.rules,
    ...byStack(course),
    awaits: (task) =>
      or(and(goingIn, isInside(task, 'old')), and(or(goingBack, goingOut), isInside(task, 'new'))),
  };
}

function flaggedMigration({ putIn, back, takenOut }: LazyWords, flag: Flag): Omit<Required<Life>, 'unload'> {
  const over = (action: string): Act => ({ action, when: flag.nobodyHasIt });
  return {
    putIn: waiting(
      { action: putIn.starts, set: [flag.setForEverybody] },
      { at: putIn.at, ends: over(putIn.ends), reverses: { action: back.starts, set: [flag.turnRound] } },
    ),
    back: waiting(undefined, { at: back.at, ends: over(back.ends) }),
    takenOut: waiting(
      { action: takenOut.starts, set: [flag.setForEverybody] },
      { at: takenOut.at, ends: over(takenOut.ends) },
    ),
  };
}
