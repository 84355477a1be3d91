import { and, at, type Expression, not, or } from '../../system/index.js';
import type { Patch, Rules } from '../model.js';
import { everyTask, isInside, labels, someTask, type Version } from '../vocabulary.js';
import { patchedSetIsLeft, whoHasNotLeft } from './left.js';
import { lifecycle, type Unload } from './lifecycle.js';
import { waiting } from './transition.js';
import type { CountedWords } from './words.js';

/**
 * Counts the tasks that are inside the functions to be left. At the instant at which the counter comes to zero, all switch: the very
 * next call enters the other version, and so does any after it, so that nobody is ever inside again. That is why the counter
 * needs no variable: that nobody is inside stays true once it is.
 */
export function switchWhenNobodyIsInside(
  patch: Patch,
  { putIn, back, takenOut }: CountedWords,
  unload: Unload,
): Rules {
  const isZero = (version: Version): Expression<boolean> =>
    and(
      everyTask((task) => patchedSetIsLeft(task, version)),
      not(someTask((task) => and(at(task, labels.interrupt), isInside(task, version)))),
    );
  const course = lifecycle(patch, {
    putIn: waiting(
      { action: putIn.starts },
      {
        at: putIn.at,
        ends: { action: putIn.ends, when: isZero('old') },
        reverses: { action: back.starts, when: not(isZero('old')) },
      },
    ),
    takenOut: waiting(
      { action: takenOut.starts },
      { at: takenOut.at, ends: { action: takenOut.ends, when: isZero('new') } },
    ),
    unload,
  });
  const { goingIn, isIn, goingOut, isOut } = course;
  const { reversal } = course.rules;
  return {
    variables: [],
    ...course.rules,
    entersNew: () => or(isIn, and(goingIn, isZero('old')), and(goingOut, not(isZero('new')))),
    removing: or(isOut, and(goingOut, isZero('new'))),
    ...(reversal && { reversal: { ...reversal, possible: and(reversal.possible, not(isZero('old'))) } }),
    awaits: whoHasNotLeft(course, patchedSetIsLeft),
  };
}
