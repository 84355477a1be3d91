import { klp, nullModel, simple } from '../../models/index.js';
import type { ConsistencyModel } from '../livepatch/index.js';
import type { KnownModels } from './load-models.js';

/*
 * The columns of a table where nobody has chosen any.
 */

/**
 * Those that say most with the fewest: what Linux runs, the strongest, and the weakest that redirects whole functions: what holds
 * under that one needs no consistency model. Besides, whatever was loaded from a file.
 */
export function telling({ knownModels, modelFiles }: KnownModels): readonly ConsistencyModel[] {
  const shipped: readonly ConsistencyModel[] = [klp, simple, nullModel];
  return knownModels.filter((model) => shipped.includes(model) || modelFiles.has(model));
}

export function allModels({ knownModels }: KnownModels): readonly ConsistencyModel[] {
  return knownModels;
}
