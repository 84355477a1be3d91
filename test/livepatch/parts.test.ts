import { describe, expect, test } from 'vitest';
import { kgraft, kgraftSync, kpatch, nullModel, simple } from '../../models/index.js';
import {
  type ConsistencyModel,
  gathers,
  isPoint,
  leaves,
  modelAt,
  nameOfPoint,
  points,
  switches,
  whyNotAPoint,
} from '../../src/livepatch/index.js';
import { cellsOf, verdictOf } from '../support/check.js';

/* Consistency models that are made from their parts: which combinations there are, and what is different at each. */

const combinations = leaves.flatMap((leave) =>
  switches.flatMap((unit) => gathers.map((gather) => ({ leave, switch: unit, gather }))),
);

test('of all combinations of leave, switch and gather, nine make sense, and any other is refused with a reason', () => {
  expect(points.map(nameOfPoint)).toEqual([
    'leave=function,switch=function,gather=none',
    'leave=function,switch=kernel,gather=none',
    'leave=patched-set,switch=thread,gather=lazy',
    'leave=patched-set,switch=kernel,gather=opportunistic',
    'leave=patched-set,switch=kernel,gather=freeze',
    'leave=kernel,switch=thread,gather=lazy',
    'leave=kernel,switch=thread,gather=lazy-then-freeze',
    'leave=kernel,switch=kernel,gather=opportunistic',
    'leave=kernel,switch=kernel,gather=freeze',
  ]);
  for (const each of combinations.filter((combination) => !isPoint(combination)))
    expect(whyNotAPoint(each)).toMatch(/expected (leave|switch|gather)=/);
});

const workload = `scenario: workload
locks: [A]
functions:
  f: { old: [lock A, call g, unlock A], new: [call g] }
  g: { old: [], new: [sleep] }
syscalls: { s: [call f, sleep uninterruptible, call g] }
tasks:
  user: { kind: user, count: 2, runs: [s] }
  thread: { kind: kthread, runs: [call f, safe-point] }
`;

test.each([simple, kpatch, kgraft, kgraftSync, nullModel])(
  '$name is the model at its point',
  async (model) => {
    expect(await countsOf(model.name)).toEqual(await countsOf(nameOf(model)));
  },
);

function nameOf({ leave, switch: unit, gather }: ConsistencyModel): string {
  const combination = { leave, switch: unit, gather };
  return isPoint(combination) ? modelAt(combination).name : expect.fail('it makes no sense');
}

async function countsOf(model: string): Promise<readonly unknown[]> {
  return (await cellsOf(workload, model)).map(({ property, verdict, statistics }) => [
    property.name,
    verdict.kind,
    statistics.states,
    statistics.transitions,
  ]);
}

/** A scenario in which `f` has these bodies, and the tasks are these. */
const scenario = (f: string, rest: string, tasks: string): string => `scenario: test
events: [never]
functions: { f: ${f}, g: { old: [], new: [] } }
${rest}
tasks: { ${tasks} }
`;

const twoCalls = scenario(
  '{ old: [], new: [] }',
  'syscalls: { s: [call f, call f] }',
  't: { kind: user, runs: [s] }',
);
const nested = scenario(
  '{ old: [call g], new: [call g] }',
  'syscalls: { s: [call f] }',
  't: { kind: user, runs: [s] }',
);
const busyThread = scenario('{ old: [], new: [] }', '', 't: { kind: kthread, runs: [call f, sleep] }');
const sleeperInside = scenario(
  '{ old: [wait never uninterruptible], new: [] }',
  'syscalls: { s: [call f] }',
  't: { kind: user, runs: [s] }',
);
const sleeperOutside = scenario(
  '{ old: [], new: [] }',
  'syscalls: { s: [call f, wait never uninterruptible] }',
  't: { kind: user, runs: [s] }',
);
const unload = `${twoCalls}patch: { removed: true }\n`;
const hog = scenario('{ old: [], new: [] }', '', 't: { kind: cpu-hog }');

const byStack = 'leave=patched-set,switch=thread,gather=lazy';
const frozenOutside = 'leave=patched-set,switch=kernel,gather=freeze';
const allAtTheBoundary = 'leave=kernel,switch=kernel,gather=opportunistic';
const atOneInstant = 'leave=function,switch=kernel,gather=none';

describe('a point without a name of its own does what its parts say', () => {
  test.each([
    // A task that is outside of the patched set sees the new functions, in the middle of a system call too.
    [byStack, 'syscall-consistency', twoCalls, 'violated'],
    [byStack, 'stack-consistency', nested, 'holds'],
    [byStack, 'task-monotonicity', twoCalls, 'holds'],
    [byStack, 'unload-safety', unload, 'holds'],
    // It needs no boundary: whoever leaves the functions has migrated. Whoever does not, has not.
    [byStack, 'convergence', busyThread, 'holds'],
    [byStack, 'convergence', sleeperInside, 'violated'],
    [byStack, 'convergence', sleeperOutside, 'holds'],
    // All switch at one instant, when nobody is inside; where they are outside of the functions does not matter.
    [frozenOutside, 'syscall-consistency', twoCalls, 'violated'],
    [frozenOutside, 'atomic-switch', nested, 'holds'],
    [frozenOutside, 'unload-safety', unload, 'holds'],
    [frozenOutside, 'convergence', sleeperOutside, 'holds'],
    [frozenOutside, 'convergence', sleeperInside, 'violated'],
    // Nobody is held, so that all must happen to be at the boundary at once.
    [allAtTheBoundary, 'syscall-consistency', twoCalls, 'holds'],
    [allAtTheBoundary, 'atomic-switch', nested, 'holds'],
    [allAtTheBoundary, 'convergence', sleeperOutside, 'violated'],
    [allAtTheBoundary, 'convergence', hog, 'holds'],
    // One instant is not enough: whoever is inside goes on in the old code, and calls new code from there.
    [atOneInstant, 'stack-consistency', nested, 'violated'],
    [atOneInstant, 'atomic-switch', nested, 'violated'],
    [atOneInstant, 'task-monotonicity', twoCalls, 'holds'],
    [atOneInstant, 'unload-safety', unload, 'vacuous'],
  ] as const)('%s: %s', async (model, property, text, verdict) => {
    expect(await verdictOf(text, model, property)).toBe(verdict);
  });
});
