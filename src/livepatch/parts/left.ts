import { and, at, type Expression, not, or, type ProcessReference } from '../../system/index.js';
import type { Rules } from '../model.js';
import { isInside, isOutsidePatchedSet, labels, type Version } from '../vocabulary.js';
import type { Course } from './lifecycle.js';

/* What a task must be outside of before it may switch, and for which tasks a transition waits. */

/** True of a task that has left what it must have left before it may switch away from `version`. */
export type HasLeft = (task: ProcessReference, version: Version) => Expression<boolean>;

/** LEAVE_PATCHED_SET: no body of that version of a patched function is on its stack. */
export const patchedSetIsLeft: HasLeft = (task, version) => not(isInside(task, version));

/** LEAVE_KERNEL: it is in user space, or a kernel thread at a safe point with no patched function on its stack. */
export const kernelIsLeft: HasLeft = (task) =>
  or(at(task, labels.userSpace), and(at(task, labels.safePoint), isOutsidePatchedSet(task)));

/** True of a task that has not left what the transition that is on is to get all tasks away from. */
export function whoHasNotLeft(
  { goingIn, goingBack, goingOut }: Course,
  hasLeft: HasLeft,
): NonNullable<Rules['awaits']> {
  return (task) =>
    or(and(goingIn, not(hasLeft(task, 'old'))), and(or(goingBack, goingOut), not(hasLeft(task, 'new'))));
}
