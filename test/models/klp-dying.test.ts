import { expect, test } from 'vitest';
import { klp } from '../../models/index.js';
import { search } from '../../src/engine/index.js';
import { compose, instantiate } from '../../src/livepatch/index.js';
import { verdictOf } from '../support/check.js';
import { scenarioOf } from '../support/scenarios.js';

const dying = (body: string, patch: string): string => `
scenario: a task dies in a patched function
functions: { do_exit: { old: [${body}], new: [${body}] } }
syscalls: { exit: [call do_exit] }
tasks: { dying: { kind: user, runs: [exit], repeat: once } }
patch: ${patch}
`;

test('a patch that is taken out waits for dying tasks, unless they have slept: Tasks-RCU', async () => {
  const verdict = (body: string, patch: string, model = 'klp') =>
    verdictOf(dying(body, patch), model, 'unload-safety');
  const removed = '{ removed: true }';
  expect(await verdict('release-task', removed)).toBe('holds');
  expect(await verdict('release-task', removed, 'klp:steps=fine')).toBe('holds');
  // It counts as quiescent where it sleeps, whatever it goes back to.
  expect(await verdict('release-task, sleep uninterruptible', removed)).toBe('violated');
  // No other wait comes to the same: an earlier patch stays registered, or is freed without one.
  expect(await verdict('release-task', '{ removed: true, earlier: stacked }')).toBe('violated');
  expect(await verdict('release-task', '{ earlier: replaced }')).toBe('violated');
});

test('a transition is turned round so often as is asked for', async () => {
  const text = `
scenario: the patcher changes its mind
functions: { f: { old: [], new: [] } }
syscalls: { read: [call f] }
tasks: { reader: { kind: user, runs: [read] } }
patch: { reversed: true }
`;
  const counts: number[] = [];
  for (const reversals of ['once', 'twice', 'thrice']) {
    const { system, requirements } = compose(scenarioOf(text), instantiate(klp, 'kernel', { reversals }), []);
    counts.push((await search(system, requirements)).statistics.states);
    expect(await verdictOf(text, `klp:reversals=${reversals}`, 'convergence')).toBe('holds');
  }
  expect(counts).toEqual([...counts].sort((one, other) => one - other));
  expect(new Set(counts).size).toBe(3);
});
