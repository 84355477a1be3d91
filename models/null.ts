import { consistencyModel } from '../src/model.js';

/**
 * Livepatch of Linux 4.0, the "null model", later "immediate". `klp_enable_patch()` registers an ftrace handler for
 * one function after the other; from then on the next call of that function enters the new body, whatever task calls it.
 *
 * Disabling goes the same way. The code of the patch is never freed: nothing would tell whether a task is still in
 * it, so `klp_register_patch()` of 4.0 keeps a reference to the patch module for ever.
 *
 * [What the source does, and what the model does](../docs/models/null.md)
 */
export const nullModel = consistencyModel({
  name: 'null',
  summary: 'each function is redirected at once, one after the other, whoever is running what',
  source: 'Linux 4.0, kernel/livepatch/core.c, klp_enable_object()',

  // LEAVE_FUNCTION, SWITCH_FUNCTION: a call enters what its function is redirected to, and nobody is waited for.
  leave: 'function',
  switch: 'function',
  gather: 'none',
  wake: 'nobody',

  putIn: {
    each: 'klp_enable_func(): redirects %',
    at: (name) => `${name} redirected`,
  },
  takenOut: {
    each: 'klp_disable_func(): restores %',
    at: (name) => `${name} restored`,
  },
  unload: 'never',
  several: {
    replacesNone: 'there is no atomic replace until 5.1 (e1452b607c48)',
    lastFirst: '-EBUSY, a later patch is enabled: __klp_disable_patch() of 4.0',
  },
});
