import { type Patch, places, type Rules } from '../../src/model.js';
import { isOnStack } from './handler.js';

/**
 * A patch with the flag `immediate`, of Linux 4.12 to 4.15: no task has a state for it, no function is ever in transition, and no stack
 * is looked at. Its module can never be removed, for nobody knows who is in it.
 */
export function immediateTransition({ removed }: Patch): Rules {
  const at = places('unpatched', 'patched', 'disabled');
  return {
    variables: [isOnStack],
    entersNew: () => isOnStack.value,
    patcher: at.patcher([
      {
        action:
          'klp_patch_object(): puts the new functions on top of the func_stacks, for every task at once',
        from: 'unpatched',
        to: 'patched',
        set: [isOnStack.becomes(true)],
        begins: 'in',
        completes: true,
      },
      ...(removed
        ? [
            {
              action: 'klp_unpatch_objects(): takes them from there, for every task at once',
              from: 'patched',
              to: 'disabled',
              set: [isOnStack.becomes(false)],
              begins: 'out',
              completes: true,
            } as const,
          ]
        : []),
    ]),
    settled: { in: ['patched'], out: ['disabled'] },
    removing: at('disabled'),
  };
}
