import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { verdictOf } from '../support/check.js';

/*
 * The smallest scenarios that break the mechanisms of 2015, under what came of them. What is expected was worked out from the
 * protocol before it was run: violated where tasks switch one by one, or amid a system call; not violated where kGraft
 * trusts a safe point, or needs one.
 */
test.each([
  ['kgraft', 'stack-consistency', 'vacuous'],
  ['kgraft', 'unload-safety', 'holds'],
  ['kgraft', 'atomic-switch', 'holds'],
  ['kgraft', 'reversibility', 'holds'],
  ['kgraft', 'non-interference', 'holds'],
  ['kgraft', 'global-consistency', 'violated'],
  ['kgraft', 'data-compatibility', 'violated'],
  ['kgraft', 'deadlock-freedom', 'violated'],
  ['kgraft', 'no-starvation', 'violated'],
  // The thread never sleeps, and nothing obliges a round to find it off its CPU.
  ['kgraft', 'convergence', 'violated'],
  ['kpatch', 'convergence', 'violated'],
  ['kpatch', 'syscall-consistency', 'violated'],
  ['kpatch', 'lock-discipline', 'violated'],
  ['kpatch', 'data-compatibility', 'violated'],
  ['kpatch', 'deadlock-freedom', 'violated'],
  ['kpatch', 'no-starvation', 'violated'],
  ['kpatch', 'non-interference', 'violated'],
  // Nobody is held.
  ['simple', 'deadlock-freedom', 'vacuous'],
  ['simple', 'no-starvation', 'vacuous'],
  ['simple', 'non-interference', 'holds'],
  ['simple', 'data-compatibility', 'violated'],
  ['simple', 'convergence', 'violated'],
])('what breaks %s in %s, under klp: %s', async (model, property, expected) => {
  const text = readFileSync(`docs/guarantees/${model}-${property}.yaml`, 'utf8');
  expect(await verdictOf(text, model, property)).toBe('violated');
  expect(await verdictOf(text, 'klp', property)).toBe(expected);
});
