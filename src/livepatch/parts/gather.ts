import { actionName, and, type Expression, not, or } from '../../system/index.js';
import type { Patch, Rules } from '../model.js';
import { everyTask, isOutsidePatchedSet, thisTask, type Version } from '../vocabulary.js';
import { hold } from './hold.js';
import { type HasLeft, kernelIsLeft, patchedSetIsLeft, whoHasNotLeft } from './left.js';
import { type Act, lifecycle, oneByOne, type Stage, type Unload, waiting } from './lifecycle.js';
import { functionByFunction, kernelWide } from './universe.js';
import type { FreezeWords, OneByOneWords, OpportunisticWords } from './words.js';

/*
 * Where tasks do not switch by themselves: each function or the whole kernel does. One function for each way to gather joins
 * the patcher's transitions with what happens to tasks meanwhile, and with the universe that they see.
 */

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
    (name: string): Act =>
      unit === 'function'
        ? { action: words.each, functionName: name }
        : { action: actionName({ name: words.each, tags: [] }, name) };
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
    awaits: whoHasNotLeft(course, hasLeft),
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
    awaits: whoHasNotLeft(course, isReady),
  };
}
