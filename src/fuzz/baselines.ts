import { type ConsistencyModel, instantiate, type ModelInstance } from '../livepatch/index.js';
import { always, never } from '../system/index.js';

/*
 * What a patch does wrong by itself, without being live, says nothing about a consistency model: the old code alone, and the new
 * code alone, must be right.
 */

/** The kernel as it would be without the patch. */
export const unpatched: ModelInstance = staticKernel('unpatched', 'the old functions, for good', false);

/** The kernel as it would be after booting with the patch. */
export const patched: ModelInstance = staticKernel('patched', 'the new functions, from the beginning', true);

function staticKernel(name: string, summary: string, entersNew: boolean): ModelInstance {
  const model: ConsistencyModel = {
    name,
    summary,
    source: 'none: it is what a live patch is measured against',
    leave: 'function',
    switch: 'function',
    gather: 'none',
    wake: 'nobody',
    redirection: 'function entry',
    rules: () => ({
      variables: [],
      entersNew: () => (entersNew ? always : never),
      patcher: [{ action: 'does nothing', from: 'idle', to: 'idle', when: never }],
    }),
  };
  return instantiate(model);
}
