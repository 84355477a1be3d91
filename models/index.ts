import type { ConsistencyModel } from '../src/model.js';
import { criuKexec } from './criu-kexec.js';
import { kgraft } from './kgraft.js';
import { kgraftSync } from './kgraft-sync.js';
import { klp } from './klp/klp.js';
import { kpatch } from './kpatch.js';
import { ksplice } from './ksplice.js';
import { masamiRefcount } from './masami-refcount.js';
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

/** Those besides that are known by their names: they are columns only where somebody asks for them. */
export const otherModels: readonly ConsistencyModel[] = [criuKexec, ksplice, masamiRefcount];

export { criuKexec, kgraft, kgraftSync, klp, kpatch, ksplice, masamiRefcount, naive, nullModel, simple };
