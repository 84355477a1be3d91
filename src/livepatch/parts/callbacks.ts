import type { CallbackName } from '../../scenario/index.js';
import type { Assignment } from '../../system/index.js';
import type { Patch } from '../model.js';
import { type Act, type Link, preparationFailed, type Stage } from './transition.js';
import type { HeldCallbackWords, StoppedCallbackWords } from './words.js';

/* When the callbacks of a patch are run by a mechanism that switches the kernel at one instant. */

/** The callback, if the patch has it, as a step to a place. */
function runs(
  name: CallbackName,
  at: string,
  { callbacks }: Patch,
  more: Partial<Link> = {},
): readonly Link[] {
  if (!callbacks.has(name)) return [];
  const callback = name === 'pre-patch' ? { name, failsTo: preparationFailed } : { name };
  return [{ action: `runs the callback ${name}`, at, callback, ...more }];
}

/**
 * Adds callbacks to an attempt to put the patch in: as `kpatch_register()` has them, one before the machine is stopped, one while it is, and
 * one for what was prepared in vain.
 */
export function putInWithCallbacks(
  stage: Stage,
  patch: Patch,
  words: StoppedCallbackWords,
): { readonly stage: Stage; readonly stopped: readonly string[] } {
  const { at, ends, goesOn } = stage;
  const prepares = runs('pre-patch', `${at}, prepared`, patch);
  const redirected = `${at}: redirected`;
  const after = runs('post-patch', `${at}: callback run`, patch, { isSwitched: true });
  const undoes = runs('post-unpatch', `${at}: made good for`, patch);
  return {
    stage: {
      ...stage,
      ...(prepares.length > 0 && { prepares, refuses: { action: words.refuses } }),
      ...(ends &&
        after.length > 0 && {
          ends: {
            action: words.goesOn,
            through: [{ ...ends, at: redirected, isSwitched: true }, ...after],
          },
        }),
      ...(goesOn &&
        undoes.length > 0 && {
          goesOn: {
            action: words.triesAgain,
            to: goesOn.to,
            through: [{ ...withoutTo(goesOn), at: `${at}: abandoned` }, ...undoes],
          },
        }),
    },
    stopped: after.length > 0 ? [redirected, ...after.map(({ at: place }) => place)] : [],
  };
}

/** The same of an attempt to take it out: `kpatch_unregister()`. */
export function takenOutWithCallbacks(
  stage: Stage,
  patch: Patch,
  words: StoppedCallbackWords,
): { readonly stage: Stage; readonly stopped: readonly string[] } {
  const { at, ends } = stage;
  if (!ends) return { stage, stopped: [] };
  const before = runs('pre-unpatch', `${at}: prepared`, patch);
  const after = runs('post-unpatch', `${at}: callback run`, patch, { isSwitched: true });
  const stops = `${at}: machine stopped`;
  const { when, ...unconditional } = ends;
  const [restores, leadsThrough]: readonly [Act, readonly Link[]] =
    before.length > 0
      ? [
          { action: words.restores },
          [{ ...unconditional, ...(when && { when }), action: words.finds, at: stops }, ...before],
        ]
      : [ends, []];
  return {
    stage: {
      ...stage,
      ends:
        after.length > 0
          ? {
              action: words.isOut,
              through: [...leadsThrough, { ...restores, at: `${at}: restored`, isSwitched: true }, ...after],
            }
          : { ...restores, through: leadsThrough },
    },
    stopped: leadsThrough.map(({ at: place }) => place),
  };
}

/**
 * Adds callbacks to where all tasks are held: both that of before and that of after are run before anybody is released.
 *
 * @param release by which everybody goes on
 */
export function heldWithCallbacks(
  stage: Stage,
  patch: Patch,
  way: 'patch' | 'unpatch',
  { putIn, takenOut, releases, refuses }: HeldCallbackWords,
  release: Assignment,
): Stage {
  const { at, ends } = stage;
  const before = runs(`pre-${way}`, `${at}: prepared`, patch);
  const after = runs(`post-${way}`, `${at}: callback run`, patch, { isSwitched: true });
  if (!ends || before.length + after.length === 0) return stage;
  const { holds, switches } = way === 'patch' ? putIn : takenOut;
  const { when } = ends;
  return {
    ...stage,
    ends: {
      action: releases,
      set: [release],
      through: [
        { action: holds, at: `${at}: all held`, ...(when && { when }) },
        ...before,
        { action: switches, at: `${at}: switched`, isSwitched: true },
        ...after,
      ],
    },
    ...(way === 'patch' && before.length > 0 && { refuses: { action: refuses, set: [release] } }),
  };
}

function withoutTo({ to: _, through: __, ...act }: NonNullable<Stage['goesOn']>): Act {
  return act;
}
