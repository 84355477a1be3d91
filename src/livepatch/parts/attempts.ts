import { always, and, type Expression, not } from '../../system/index.js';
import type { Patch, Rules } from '../model.js';
import { everyTask, type Version } from '../vocabulary.js';
import { putInWithCallbacks, takenOutWithCallbacks } from './callbacks.js';
import { type HasLeft, kernelIsLeft, patchedSetIsLeft, whoHasNotLeft } from './left.js';
import { lifecycle, type Unload } from './lifecycle.js';
import { type Stage, type Transition, waiting } from './transition.js';
import { kernelWide } from './universe.js';
import type { OpportunisticWords } from './words.js';

/** How an opportunistic mechanism makes its attempts. */
export interface Attempts {
  /** How many times at most, to put the patch in and to take it out: then it gives up. */
  readonly toPutIn: number | 'unlimited';
  readonly toTakeOut: number | 'unlimited';
  /** Whether one is assumed to come at a good instant, if there is one again and again. */
  readonly meetGoodInstant: boolean;
  /** Whether one may fail although all have left. */
  readonly mayFailInVain: boolean;
  /** True where the machine can be stopped, so that all are looked at. */
  readonly canStop: Expression<boolean>;
}

/** Looks at all tasks at one instant, and switches them all or nobody. */
export function switchWhenAllHaveLeft(
  patch: Patch,
  leave: 'patched-set' | 'kernel',
  { putIn, back, takenOut, callbacks }: OpportunisticWords,
  unload: Unload,
  attempts: Attempts,
): Rules {
  const hasLeft = leave === 'kernel' ? kernelIsLeft : patchedSetIsLeft;
  const stopped: string[] = [];
  const withCallbacks =
    (add: typeof putInWithCallbacks) =>
    (stage: Stage): Stage => {
      if (!callbacks) return stage;
      const added = add(stage, patch, callbacks);
      stopped.push(...added.stopped);
      return added.stage;
    };
  const course = lifecycle(patch, {
    putIn: inAttempts(hasLeft, 'old', putIn, attempts, withCallbacks(putInWithCallbacks), {
      count: attempts.toPutIn,
      placeOf: (attempt) => `attempt ${attempt}`,
      givenUp: 'given up',
      reverses: back.starts,
    }),
    takenOut: inAttempts(hasLeft, 'new', takenOut, attempts, withCallbacks(takenOutWithCallbacks), {
      count: attempts.toTakeOut,
      placeOf: (attempt) => `attempt ${attempt} to take it out`,
      givenUp: 'given up to take it out',
    }),
    unload,
  });
  return {
    variables: [],
    ...course.rules,
    ...kernelWide(course),
    awaits: whoHasNotLeft(course, hasLeft),
    ...(stopped.length > 0 && { stopped: course.at(...stopped) }),
  };
}

/** The attempts of one way, and what their places are called. */
interface Series {
  readonly count: number | 'unlimited';
  placeOf(attempt: number): string;
  readonly givenUp: string;
  readonly reverses?: string;
}

function inAttempts(
  hasLeft: HasLeft,
  version: Version,
  words: OpportunisticWords['putIn'],
  { meetGoodInstant, mayFailInVain, canStop }: Attempts,
  withCallbacks: (stage: Stage) => Stage,
  { count, placeOf, givenUp, reverses }: Series,
): Transition {
  const allHaveLeft: Expression<boolean> = everyTask((task) => hasLeft(task, version));
  const attempt = (at: string, to: string): Stage =>
    withCallbacks({
      at,
      ends: {
        action: words.ends,
        when: and(canStop, allHaveLeft),
        ...(meetGoodInstant && { isTakenIfPossibleAgainAndAgain: true }),
      },
      goesOn: { action: words.abandons, when: and(canStop, mayFailInVain ? always : not(allHaveLeft)), to },
      ...(reverses !== undefined && { reverses: { action: reverses } }),
    });
  const starts = { action: words.starts };
  if (count === 'unlimited') return waiting(starts, attempt(words.at, words.at));
  const stageOf = (index: number): Stage =>
    attempt(placeOf(index), index < count ? placeOf(index + 1) : givenUp);
  return waiting(starts, stageOf(1), ...Array.from({ length: count - 1 }, (_, index) => stageOf(index + 2)));
}
