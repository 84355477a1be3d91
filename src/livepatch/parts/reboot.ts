import { and, at, conditional, not, or } from '../../system/index.js';
import type { Patch, Rules } from '../model.js';
import { everyTask, labels } from '../vocabulary.js';
import { hold } from './hold.js';
import { lifecycle, type Unload } from './lifecycle.js';
import type { Instant } from './transition.js';
import { type Transition, waiting } from './transition.js';
import { kernelWide } from './universe.js';
import type { RebootWords } from './words.js';

/**
 * Holds each user task at the kernel boundary until all are, and boots another kernel: all of it is replaced, and not only the
 * patched functions. The kernel threads end with the kernel wherever they stand, and begin anew in the other one.
 */
export function switchByReboot(
  patch: Patch,
  { putIn, back, takenOut }: RebootWords,
  unload: Unload,
  instant: Instant,
): Rules {
  const { variable, isHeld, everybodyIsHeld, holdThis, release, rules } = hold();
  const everyUserTaskIsHeld = and(
    everyTask((task) => or(at(task, labels.kernelThread), isHeld(task))),
    instant.when,
  );
  const byReboot = (words: RebootWords['putIn'], reverses?: string): Transition =>
    waiting(
      { action: words.starts },
      {
        at: words.at,
        goesOn: { ...instant, action: words.boots, when: everyUserTaskIsHeld, to: words.booting },
        ...(reverses !== undefined && { reverses: { action: reverses, set: [release] } }),
      },
      {
        at: words.booting,
        ends: { ...instant, action: words.ends, when: and(everybodyIsHeld, instant.when), set: [release] },
      },
    );
  const course = lifecycle(patch, {
    putIn: byReboot(putIn, back.starts),
    takenOut: byReboot(takenOut),
    unload,
  });
  const gathering = course.at(putIn.at, takenOut.at);
  const booting = course.at(putIn.booting, takenOut.booting);
  const { atSafePoint: _, onSafePoint: __, ...atTheBoundary } = rules(or(gathering, booting), booting);
  return {
    variables: [variable],
    ...course.rules,
    ...kernelWide(course),
    ...atTheBoundary,
    endOfKernelThread: {
      action: 'ends with its kernel; another one begins in its place',
      when: booting,
      set: [holdThis],
    },
    awaits: (task) =>
      and(
        not(isHeld(task)),
        conditional<boolean>(at(task, labels.kernelThread), booting, or(gathering, booting)),
      ),
    // They end with the kernel.
    idle: {},
    freed: {
      old: () => or(course.isIn, course.goingOut),
      ...course.rules.freed,
    },
  };
}
