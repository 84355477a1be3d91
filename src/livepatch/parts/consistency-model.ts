import type { ConsistencyModel, Patch, Rules, Waker } from '../model.js';
import { thisTask } from '../vocabulary.js';
import { switchAtOnce, switchWhenAllAreHeld, switchWhenAllHaveLeft } from './gather.js';
import type { Unload } from './lifecycle.js';
import { migrateAndSynchronise, migrateAtTheBoundary, migrateOutsideThePatchedSet } from './migrate.js';
import type { AtOnce, Freezing, LazyAtBoundary, LazyByStack, Opportunistic, Synchronised } from './point.js';
import type {
  FreezeWords,
  LazyWords,
  OneByOneWords,
  OpportunisticWords,
  StackWords,
  SynchronisedWords,
} from './words.js';

/** A point of the taxonomy, with the words in which its mechanism is told. */
export type PointInWords =
  | (AtOnce & OneByOneWords)
  | (Opportunistic & OpportunisticWords)
  | (Freezing & FreezeWords)
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
  /** Unless said, `function entry`. */
  readonly redirection?: ConsistencyModel['redirection'];
};

/** How many attempts an opportunistic mechanism makes, unless it is said: it goes on until it succeeds. */
const attempts = ['unlimited', '1', '5'] as const;

/**
 * Makes a consistency model from its parts: what must be left, what switches at one instant, and how the condition for
 * that comes to hold. The life of the patch, from its being put in to its removal, is the same for all.
 */
export function consistencyModel(parts: ModelParts): ConsistencyModel {
  const { name, summary, source, leave, switch: unit, gather, wake, redirection = 'function entry' } = parts;
  const isOpportunistic = gather === 'opportunistic';
  return {
    ...{ name, summary, source, leave, switch: unit, gather, wake, redirection },
    ...(isOpportunistic && { parameters: { attempts } }),
    rules(patch, { attempts: limit = 'unlimited' }) {
      const rules = rulesOf(parts, patch, limit === 'unlimited' ? limit : Number(limit));
      // To overwrite the old text is to destroy it.
      return redirection === 'text in place'
        ? { ...rules, freed: { old: (functionName) => rules.entersNew(thisTask, functionName) } }
        : rules;
    },
  };
}

function rulesOf(parts: ModelParts, patch: Patch, limit: number | 'unlimited'): Rules {
  const { unload } = parts;
  switch (parts.gather) {
    case 'none':
      return switchAtOnce(patch, parts.switch, parts, unload);
    case 'opportunistic':
      return switchWhenAllHaveLeft(patch, parts.leave, parts, unload, limit);
    case 'freeze':
      return switchWhenAllAreHeld(patch, parts.leave, parts, unload);
    case 'lazy-then-freeze':
      return migrateAndSynchronise(patch, parts, unload);
    case 'lazy':
      return parts.leave === 'kernel'
        ? migrateAtTheBoundary(patch, parts, unload)
        : migrateOutsideThePatchedSet(patch, parts, unload);
  }
}
