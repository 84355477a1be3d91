import { always, type Expression, not } from '../../system/index.js';
import type { ConsistencyModel, Patch, Rules, Scheduler, SeveralPatches, Waker } from '../model.js';
import { someTask, thisTask } from '../vocabulary.js';
import { type Attempts, switchWhenAllHaveLeft } from './attempts.js';
import { switchWhenNobodyIsInside } from './counter.js';
import { switchAtOnce, switchWhenAllAreHeld } from './gather.js';
import type { Unload } from './lifecycle.js';
import { migrateAndSynchronise, migrateAtTheBoundary, migrateOutsideThePatchedSet } from './migrate.js';
import type { AtOnce, Freezing, LazyAtBoundary, LazyByStack, Opportunistic, Synchronised } from './point.js';
import { switchByReboot } from './reboot.js';
import type { Instant } from './transition.js';
import type {
  CountedWords,
  FreezeWords,
  LazyWords,
  OneByOneWords,
  OpportunisticWords,
  RebootWords,
  StackWords,
  SynchronisedWords,
} from './words.js';

/** A point of the taxonomy, with the words in which its mechanism is told. */
export type PointInWords =
  | (AtOnce & OneByOneWords)
  | (Opportunistic & OpportunisticWords)
  | (Opportunistic & { readonly leave: 'patched-set' } & CountedWords)
  | (Freezing & FreezeWords)
  | (Freezing & { readonly leave: 'kernel' } & RebootWords)
  | (LazyByStack & StackWords)
  | (LazyAtBoundary & LazyWords)
  | (Synchronised & SynchronisedWords);

/** What makes a model of a point: its name and source, and what leave, switch and gather do not say. */
export type ModelParts = PointInWords & {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly wake: Waker;
  readonly unload: Unload;
  /** Of several patches; unless said, it takes any, and takes them out in any order. */
  readonly several?: SeveralPatches;
  /** Unless said, `function entry`. */
  readonly redirection?: ConsistencyModel['redirection'];
};

/** How many attempts are made, unless a model says otherwise. */
const attemptCounts = ['unlimited', '1', '5'] as const;

/** Whether an attempt is assumed to meet a good instant, if there is one again and again: see `docs/decisions/fairness.md`. */
const completions = ['weak', 'strong'] as const;

/**
 * Makes a consistency model from its parts: what must be left, what switches at one instant, and how the condition for
 * that comes to hold. The life of the patch, from its being put in to its removal, is the same for all.
 */
export function consistencyModel(parts: ModelParts): ConsistencyModel {
  const { name, summary, source, leave, switch: unit, gather, wake, redirection = 'function entry' } = parts;
  const parameters = parametersOf(parts);
  return {
    ...{ name, summary, source, leave, switch: unit, gather, wake, redirection },
    ...(parameters && { parameters }),
    ...('callbacks' in parts && { runsCallbacks: true }),
    several: () => parts.several ?? {},
    rules(patch, chosen, scheduler) {
      const rules = rulesOf(parts, patch, chosen, scheduler);
      // To overwrite the old text is to destroy it.
      return redirection === 'text in place'
        ? { ...rules, freed: { old: (functionName) => rules.entersNew(thisTask, functionName) } }
        : rules;
    },
  };
}

function parametersOf(parts: ModelParts): ConsistencyModel['parameters'] {
  if (parts.gather === 'opportunistic' && parts.instants === undefined)
    return {
      attempts: parts.attempts ?? attemptCounts,
      completion: completions,
      ...(parts.checks && { check: parts.checks }),
    };
  if (parts.gather === 'lazy' && parts.leave === 'kernel' && parts.marks) return { marks: parts.marks };
  return undefined;
}

function rulesOf(
  parts: ModelParts,
  patch: Patch,
  chosen: Readonly<Record<string, string>>,
  scheduler: Scheduler,
): Rules {
  const { unload } = parts;
  switch (parts.gather) {
    case 'none':
      return switchAtOnce(patch, parts.switch, parts, unload);
    case 'opportunistic':
      return parts.instants === 'counted'
        ? switchWhenNobodyIsInside(patch, parts, unload)
        : switchWhenAllHaveLeft(patch, parts.leave, parts, unload, {
            ...attemptsOf(parts, chosen),
            canStop: canStopTheMachine(scheduler),
          });
    case 'freeze':
      return parts.replaces === 'the kernel'
        ? switchByReboot(patch, parts, unload, instantOf(scheduler))
        : switchWhenAllAreHeld(patch, parts.leave, parts, unload, instantOf(scheduler));
    case 'lazy-then-freeze':
      return migrateAndSynchronise(patch, parts, unload, instantOf(scheduler));
    case 'lazy':
      return parts.leave === 'kernel'
        ? migrateAtTheBoundary(patch, parts, unload, {
            marks: chosen.marks === 'in-kernel' ? 'in-kernel' : 'all',
            hasInterrupts: scheduler.isInterrupted !== undefined,
          })
        : migrateOutsideThePatchedSet(patch, parts, unload);
  }
}

/** `stop_machine()` waits until each CPU runs its stopper thread: none does amid a section with preemption off. */
function canStopTheMachine({ cannotBePreempted }: Scheduler): Expression<boolean> {
  return cannotBePreempted ? not(someTask(cannotBePreempted)) : always;
}

/** Where everything switches at one instant, no interrupt is under way: one that is comes to its end before the CPUs are stopped. */
function instantOf({ isInterrupted }: Scheduler): Instant {
  return isInterrupted
    ? { when: not(someTask(isInterrupted)), isTakenIfPossibleAgainAndAgain: true }
    : { when: always };
}

function attemptsOf(
  { givesUpToTakeOut = false }: OpportunisticWords,
  { attempts = 'unlimited', completion, check }: Readonly<Record<string, string>>,
): Omit<Attempts, 'canStop'> {
  const count = attempts === 'unlimited' ? attempts : Number(attempts);
  return {
    toPutIn: count,
    toTakeOut: givesUpToTakeOut ? count : 'unlimited',
    meetGoodInstant: completion === 'strong',
    mayFailInVain: check === 'conservative',
  };
}
