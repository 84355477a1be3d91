import {
  type Assignable,
  type Assignment,
  boolean,
  implies,
  type KernelCheck,
  not,
  or,
  type Patch,
  type Rules,
  shared,
  type Variable,
} from '../../src/model.js';
import { isOnStack } from './handler.js';
import type { Protocol } from './protocol.js';

/** What `kernel/livepatch/core.c` knows of the modules of which a patch has functions (`struct klp_object`). */
export interface Objects {
  readonly variables: readonly Variable[];
  /** That the new function is on top of its `func_stack`: of one in a module, that the module is patched. */
  onStackOf(functionName: string): Assignable<boolean>;
  /** `klp_patch_object()` and `klp_unpatch_object()`, of each module that counts as loaded. */
  readonly patch: readonly Assignment[];
  readonly unpatch: readonly Assignment[];
  readonly rules: Pick<Rules, 'onModuleComing' | 'onModuleGoing'>;
  readonly checks: readonly KernelCheck[];
}

/**
 * Modules come and go under `klp_mutex`. One that comes is patched at once, if a patch is listed, be it in transition or not. Until
 * the notifier has come to it, and once it is gone for the notifier, nobody takes it for loaded ("klp_alive").
 */
export function objectsOf({ modules }: Patch, { bug }: Protocol): Objects {
  if (modules.length === 0)
    return {
      variables: [],
      onStackOf: () => isOnStack,
      patch: [],
      unpatch: [],
      rules: {},
      checks: [],
    };
  const isPatchedTwice = shared('an object was patched twice', boolean, false);
  const knowsAlive = bug !== 'module-not-alive';
  const objects = modules.map((module) => ({
    ...module,
    alive: shared(`klp_alive of ${module.name}`, boolean, module.isLoaded),
    isPatched: shared(`func_stack has the new functions of ${module.name}`, boolean, false),
  }));
  const found = (name: string): (typeof objects)[number] => {
    const object = objects.find((each) => each.name === name);
    if (!object) throw new Error(`no module is called '${name}'`);
    return object;
  };
  return {
    variables: [
      isPatchedTwice,
      ...objects.flatMap(({ alive, isPatched }) => [...(knowsAlive ? [alive] : []), isPatched]),
    ],
    onStackOf: (functionName) =>
      objects.find(({ functions }) => functions.includes(functionName))?.isPatched ?? isOnStack,
    patch: objects.map(({ alive, isPatched, isThere }) =>
      isPatched.becomes(knowsAlive ? alive.value : isThere),
    ),
    unpatch: objects.map(({ isPatched }) => isPatched.becomes(false)),
    rules: {
      onModuleComing: (name) => {
        const { alive, isPatched } = found(name);
        return {
          set: [
            ...(knowsAlive ? [alive.becomes(true)] : []),
            isPatchedTwice.becomes(or(isPatchedTwice.value, isPatched.value)),
            isPatched.becomes(isOnStack.value),
          ],
        };
      },
      onModuleGoing: (name) => {
        const { alive, isPatched } = found(name);
        return { set: [...(knowsAlive ? [alive.becomes(false)] : []), isPatched.becomes(false)] };
      },
    },
    checks: [
      {
        name: 'klp_module_coming(): the functions of the module are patched already',
        at: 'every state',
        holds: not(isPatchedTwice.value),
      },
      ...objects.map(
        ({ name, isPatched, isThere }): KernelCheck => ({
          name: `klp_patch_object(): what is patched of ${name} is not in memory any more`,
          at: 'every state',
          holds: implies(isPatched.value, isThere),
        }),
      ),
    ],
  };
}
