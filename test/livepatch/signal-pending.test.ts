import { expect, test } from 'vitest';
import { runOf, verdictOf } from '../support/check.js';

const polling = (kind: string): string => `
scenario: a task that never sleeps asks whether a signal has come
locks: [A]
functions:
  f: { old: [], new: [] }
  poll: [{ forever: [signal-pending] }]
syscalls: { ioctl: [lock A, call f, { call: poll, on-signal: [unlock A] }] }
tasks:
  poller: ${kind}
  other: { kind: signaller, signals: [poller] }
properties:
  never-ends: '[] !exited(poller)'
`;
const user = '{ kind: user, runs: [ioctl], repeat: once }';

test('a task that finds a signal pending leaves the system call by its error path', async () => {
  const run = await runOf(polling(user), 'klp:wake=nobody', 'never-ends');
  const its = run.filter((step) => step.startsWith('poller: ')).map((step) => step.slice('poller: '.length));
  expect(its.slice(its.indexOf('finds a signal pending'))).toEqual([
    'finds a signal pending',
    'returns from poll with an error',
    'releases lock A',
    'leaves the kernel',
    'exits',
  ]);
});

test('a fake signal is found too, and brings the task to where it switches', async () => {
  const text = polling(user).replace('  other: { kind: signaller, signals: [poller] }\n', '');
  expect(await verdictOf(text, 'klp:kernel=no-stack', 'convergence')).toBe('holds');
  expect(await verdictOf(text, 'klp:kernel=no-stack:wake=nobody', 'convergence')).toBe('violated');
  expect(
    await verdictOf(text.replace('[signal-pending]', '[call f]'), 'klp:kernel=no-stack', 'convergence'),
  ).toBe('violated');
});

test('a kernel thread takes no signals', async () => {
  const text = `
scenario: a kernel thread asks whether a signal has come
functions: { f: { old: [], new: [] } }
tasks: { thread: { kind: kthread, runs: [call f, signal-pending] } }
`;
  expect(await verdictOf(text, 'klp:kernel=no-stack', 'convergence')).toBe('violated');
});
