import { consistencyModel } from '../src/model.js';

/**
 * The negative control: no mechanism at all. The new text of one function after the other is written over the old,
 * whether or not a task is executing it. A task that is goes on at the same place in whatever text stands there now.
 * Overwriting destroys the old code, so it counts as freed.
 *
 * [What it does, and why](../docs/models/naive.md)
 */
export const naive = consistencyModel({
  name: 'naive',
  summary: 'the text of each function is overwritten in place, with no care for who executes it',
  source: 'none: it stands for what a live patch must not do',

  leave: 'function',
  switch: 'function',
  gather: 'none',
  wake: 'nobody',
  redirection: 'text in place',

  putIn: {
    each: 'writes the new text over %',
    at: (name) => `${name} overwritten`,
  },
  takenOut: {
    each: 'writes the old text over %',
    at: (name) => `${name} restored`,
  },
  unload: 'never',
});
