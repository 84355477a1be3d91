import { consistencyModel } from '../src/model.js';
import { kgraftParts } from './kgraft.js';

/**
 * kGraft with the global synchronisation point that the thread suggests adding to it. Tasks migrate lazily, as in
 * kGraft. On demand, at any time while they do, the patcher holds every task that comes to the kernel boundary; those
 * that are not migrated yet stay so. When all are held, the rest migrates at one instant and all are released.
 *
 * The thread does not say which tasks the point holds. Here it is all, as a barrier does: then no migrated task can
 * keep the old ones waiting by what it does meanwhile. A kernel thread is parked at its safe point whatever is on its
 * stack, as kGraft migrates it there whatever is on its stack; "simple" is stricter.
 *
 * [What the source does, and what the model does](../docs/models/kgraft-sync.md)
 */
export const kgraftSync = consistencyModel({
  ...kgraftParts,
  name: 'kgraft-sync',
  summary:
    'tasks migrate lazily, until on demand all are held at the boundary and the rest migrates at one instant',
  source: 'a suggestion that Pavlik quotes, LKML, 20 February 2015: "global synchronization point"',

  // "… added in parallel to the gradual lazy migration."
  gather: 'lazy-then-freeze',
  point: {
    demand: 'demands the synchronisation point',
    putIn: { at: 'synchronising', ends: 'has every task held: migrates the rest, releases them' },
    back: { starts: 'changes its mind: releases everybody; whoever has migrated is in progress now' },
    takenOut: {
      at: 'synchronising to revert',
      ends: 'has every task held: migrates the rest, releases them, unloads the patch module',
    },
  },
});
