import type { ConsistencyModel } from '../src/model.js';
import { kgraft } from './kgraft.js';
import { kgraftSync } from './kgraft-sync.js';
import { klp } from './klp/klp.js';
import { kpatch } from './kpatch.js';
import { naive } from './naive.js';
import { nullModel } from './null.js';
import { simple } from './simple.js';

/** The consistency models that come with klpcheck: the columns of a verdict table, from the strongest down. */
export const models: readonly ConsistencyModel[] = [
  klp,
  simple,
  kpatch,
  kgraft,
  kgraftSync,
  nullModel,
  naive,
];

export { kgraft, kgraftSync, klp, kpatch, naive, nullModel, simple };
