import { actionName, and, type Expression, or } from '../../system/index.js';
import type { Patch, Rules } from '../model.js';
import { everyTask, isOutsidePatchedSet, thisTask, type Version } from '../vocabulary.js';
import { heldWithCallbacks } from './callbacks.js';
import { hold } from './hold.js';
import { type HasLeft, patchedSetIsLeft, whoHasNotLeft } from './left.js';
import { lifecycle, type Unload } from './lifecycle.js';
import type { Instant } from './transition.js';
import { type Act, oneByOne, type Stage, waiting } from './transition.js';
import { functionByFunction, kernelWide } from './universe.js';
import type { FreezeWords, OneByOneWords } from './words.js';

/*
 * Where tasks do not switch by themselves: each function or the whole kernel does. One function for each way to gather joins
 * the patcher's transitions with what happens to tasks meanwhile, and with the universe that they see. Of the same kind: `attempts.ts`,
 * `counter.ts` and `reboot.ts`.
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

/**
 * Holds each task at the kernel boundary until all have left what they must, and switches them all at that instant.
 *
 * A kernel thread is parked only where no patched function is on its stack: parked anywhere else, it would go on in
 * old code after the switch, and would not be in a safe state.
 */
export function switchWhenAllAreHeld(
  patch: Patch,
  leave: 'patched-set' | 'kernel',
  { putIn, back, takenOut, callbacks }: FreezeWords,
  unload: Unload,
  instant: Instant,
): Rules {
  const { variable, isHeld, release, rules } = hold();
  const isReady: HasLeft = leave === 'kernel' ? isHeld : patchedSetIsLeft;
  const everybodyIsReady = (version: Version): Expression<boolean> =>
    and(
      everyTask((task) => isReady(task, version)),
      instant.when,
    );
  const withCallbacks = (stage: Stage, way: 'patch' | 'unpatch'): Stage =>
    callbacks ? heldWithCallbacks(stage, patch, way, callbacks, release) : stage;
  const transitions = {
    putIn: waiting(
      { action: putIn.starts },
      withCallbacks(
        {
          at: putIn.at,
          ends: { ...instant, action: putIn.ends, when: everybodyIsReady('old'), set: [release] },
          reverses: { action: back.starts, set: [release] },
        },
        'patch',
      ),
    ),
    takenOut: waiting(
      { action: takenOut.starts },
      withCallbacks(
        {
          at: takenOut.at,
          ends: { ...instant, action: takenOut.ends, when: everybodyIsReady('new'), set: [release] },
        },
        'unpatch',
      ),
    ),
  };
  const course = lifecycle(patch, { ...transitions, unload });
  const holding = course.at(...transitions.putIn.places, ...transitions.takenOut.places);
  return {
    variables: [variable],
    ...course.rules,
    ...kernelWide(course),
    ...rules(holding, and(holding, isOutsidePatchedSet(thisTask))),
    awaits: whoHasNotLeft(course, isReady),
  };
}
