import { type ConsistencyModel, patcherAt } from '../src/livepatch/index.js';

/**
 * Livepatch of Linux 4.0, the "null model", later "immediate". `klp_enable_patch()` registers an ftrace handler for
 * one function after the other; from then on the next call of that function enters the new body, whoever calls it.
 *
 * Disabling goes the same way. The code of the patch is never freed: nothing would tell whether a task is still in
 * it, so `klp_register_patch()` of 4.0 keeps a reference to the patch module for ever.
 */
export const nullModel: ConsistencyModel = {
  name: 'null',
  summary: 'each function is redirected at once, one after the other, whoever is running what',
  source: 'Linux 4.0, kernel/livepatch/core.c, klp_enable_object()',
  leave: 'function',
  switch: 'function',
  gather: 'none',
  wake: 'nobody',
  redirection: 'function entry',

  rules({ functions, removed }) {
    const redirected = (name: string) => `${name} redirected`;
    const restored = (name: string) => `${name} restored`;
    const disabling = functions.map(restored);

    return {
      variables: [],
      entersNew: (_task, name) => {
        const position = functions.indexOf(name);
        return patcherAt(
          ...functions.slice(position).map(redirected),
          ...functions.slice(0, position).map(restored),
        );
      },
      patcher: [
        ...functions.map((name, index) => ({
          completes: index === functions.length - 1,
          action: `klp_enable_func(): redirects ${name}`,
          from: index === 0 ? 'disabled' : redirected(functions[index - 1] as string),
          to: redirected(name),
        })),
        ...(removed
          ? functions.map((name, index) => ({
              completes: index === functions.length - 1,
              action: `klp_disable_func(): restores ${name}`,
              from:
                index === 0
                  ? redirected(functions.at(-1) as string)
                  : restored(functions[index - 1] as string),
              to: restored(name),
            }))
          : []),
      ],
      inTransition: patcherAt(
        ...functions.slice(0, -1).map(redirected),
        ...(removed ? functions.slice(0, -1).map(restored) : []),
      ),
      removing: patcherAt(...disabling),
    };
  },
};
