import { type Assignable, not, type Patch, type PatcherStep, type Rules } from '../../src/model.js';
import type { Protocol } from './protocol.js';
import { areReplacedForced, isForced, wasForced } from './round.js';

/** What is known of forced patches. */
export function variablesOfForce(
  { earlier, removed, reversed }: Patch,
  { canForce, forcedKeepsAll }: Protocol,
): Required<Pick<Rules, 'variables' | 'common'>> {
  if (!canForce) return { variables: [], common: [] };
  if (forcedKeepsAll) return { variables: [], common: [wasForced] };
  const replaces = earlier === 'replaced';
  return {
    variables: [
      ...(removed || reversed || !replaces ? [isForced] : []),
      ...(replaces ? [areReplacedForced] : []),
    ],
    common: [],
  };
}

/** `klp_free_replaced_patches_async()`, and the module of the replaced patch can be removed. */
export function freeReplaced(protocol: Protocol): PatcherStep {
  return {
    action: 'module_put(): the module of the replaced patch can be removed, and is',
    from: 'patched',
    to: 'replaced patch freed',
    withoutMutex: true,
    ...unlessForced(protocol, areReplacedForced),
  };
}

export function freeModule(protocol: Protocol): PatcherStep {
  return {
    action: 'module_put(): the patch module can be removed, and is',
    from: 'disabled',
    to: 'module freed',
    withoutMutex: true,
    ...unlessForced(protocol, isForced),
  };
}

/** What was forced keeps its module for ever: nobody knows who is still in it. */
function unlessForced(
  { canForce, forcedKeepsAll, bug }: Protocol,
  forced: Assignable<boolean>,
): Pick<PatcherStep, 'when'> {
  return canForce && bug !== 'force-unpinned'
    ? { when: not((forcedKeepsAll ? wasForced : forced).value) }
    : {};
}
