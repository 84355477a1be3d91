import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { type Cell, meets } from '../../src/check/index.js';
import type { ExpectedVerdict, Scenario } from '../../src/scenario/index.js';
import { checkShipped, generatedFiles } from '../../tools/generate.js';

/*
 * The scenarios that ship are the specification, in the way of litmus tests. Each says what it expects; here stand
 * the claims about all of them. Every verdict is found by search.
 */
let scenarios: readonly Scenario[];
let cells: readonly Cell[];

beforeAll(async () => {
  ({ scenarios, cells } = await checkShipped());
}, 120_000);

const verdicts = (model: string, property: string): readonly Cell[] =>
  cells.filter((cell) => cell.model.name === model && cell.property.name === property);

/** No mechanism sees a task that has left the task list by itself. */
const seesEveryTask = ({ scenario: { file } }: Cell): boolean => !file.includes('/dying-task');

const describe = ({ scenario, model, property, verdict, expected }: Cell): string =>
  `${scenario.file}: ${model.name}, ${property.name}: ${verdict.kind}, expected ${expected}`;

test('what is generated from them is not stale: npm run generate', async () => {
  for (const [file, text] of Object.entries(await generatedFiles({ scenarios, cells })))
    expect(readFileSync(file, 'utf8'), file).toBe(text);
});

test('every verdict is as expected, and something is expected of every one', () => {
  expect(cells.filter(({ asExpected }) => asExpected !== true).map(describe)).toEqual([]);
});

test('every search is exhaustive', () => {
  expect(cells.filter(({ verdict }) => verdict.kind === 'inconclusive').map(describe)).toEqual([]);
});

test('there are at least five real live patches, among them three that the community argued about', () => {
  const patches = scenarios.filter(({ file }) => file.includes('patches'));
  expect(patches.length).toBeGreaterThanOrEqual(5);
  for (const cve of ['CVE-2014-2706', 'CVE-2014-0206', 'CVE-2016-5195'])
    expect(patches.some(({ name, summary }) => `${name} ${summary}`.includes(cve))).toBe(true);
});

test.each([
  'function-consistency',
  'stack-consistency',
  'syscall-consistency',
  'global-consistency',
  'task-monotonicity',
  'atomic-switch',
  'call-compatibility',
])('"simple" holds %s on every scenario in which it sees every task', (property) => {
  const found = verdicts('simple', property).filter(seesEveryTask);
  expect(found.filter(({ verdict }) => verdict.kind !== 'holds').map(describe)).toEqual([]);
  expect(found.some(({ verdict }) => verdict.kind === 'holds' && verdict.vacuous === undefined)).toBe(true);
});

test.each([
  ['kgraft', 'syscall-consistency'],
  ['kpatch', 'global-consistency'],
])('%s holds %s on every scenario in which it sees every task', (model, property) => {
  const found = verdicts(model, property).filter(seesEveryTask);
  expect(found.filter(({ verdict }) => verdict.kind !== 'holds').map(describe)).toEqual([]);
  expect(found.some(({ verdict }) => verdict.kind === 'holds' && verdict.vacuous === undefined)).toBe(true);
});

test.each([
  ['kgraft', 'global-consistency'],
  ['null', 'syscall-consistency'],
  ['null', 'stack-consistency'],
  ['naive', 'function-consistency'],
  ['simple', 'deadlock-freedom'],
])('%s violates %s on some scenario', (model, property) => {
  expect(verdicts(model, property).some(({ verdict }) => verdict.kind === 'violated')).toBe(true);
});

test.each(properties.filter(({ kind }) => kind !== 'quantity'))(
  '$name is violated by some model on some scenario, and not by every model',
  ({ name }) => {
    const violating = models.filter((model) =>
      verdicts(model.name, name).some(({ verdict }) => verdict.kind === 'violated'),
    );
    expect(violating.length).toBeGreaterThan(0);
    const holding = models.filter((model) =>
      verdicts(model.name, name).some(
        ({ verdict }) => verdict.kind === 'holds' && verdict.vacuous === undefined,
      ),
    );
    expect(holding.length).toBeGreaterThan(0);
  },
);

test.each(properties.filter(({ kind }) => kind === 'quantity'))(
  '$name tells models apart: on some scenario, one measures more than another',
  ({ name }) => {
    const worst = (cell: Cell): string =>
      cell.verdict.kind === 'measured' ? String(cell.verdict.measures[0]?.worst) : '';
    const values = (file: string): readonly string[] =>
      cells.filter(({ scenario, property }) => scenario.file === file && property.name === name).map(worst);
    expect(scenarios.some(({ file }) => new Set(values(file)).size > 1)).toBe(true);
  },
);

/** The complaints about convergence of what Linux runs: which transitions end, and what it takes. */
test.each([
  ['busy-thread', 'klp', 'convergence', 'violated'],
  ['busy-thread', 'klp:kernel=6.4', 'convergence', 'holds'],
  ['busy-thread', 'klp:finds=preempted', 'convergence', 'holds'],
  ['vcpu', 'klp', 'convergence', 'violated'],
  ['vcpu', 'klp:finds=preempted', 'convergence', 'holds'],
  ['kworker-asleep', 'klp', 'convergence', 'violated'],
  ['many-asleep', 'klp', 'convergence', 'holds'],
  ['many-asleep', 'kpatch', 'convergence', 'violated'],
  ['asleep-interruptibly', 'klp', 'convergence', 'holds'],
  ['asleep-interruptibly', 'klp:wake=nobody', 'convergence', 'violated'],
  ['asleep-uninterruptibly', 'klp', 'convergence', 'violated'],
  ['sleeper-uninterruptible', 'klp', 'convergence', 'holds'],
  ['kthread-no-safe-point', 'klp', 'convergence', 'holds'],
  ['kthread-no-safe-point', 'klp:kernel=no-stack', 'convergence', 'violated'],
  ['user-space', 'klp', 'convergence', 'holds'],
  ['user-space', 'klp:wake=nobody', 'ticking-switches', 'holds'],
  ['user-space', 'klp:wake=nobody', 'tickless-switches', 'violated'],
  ['given-up', 'klp', 'convergence', 'violated'],
  ['given-up', 'klp', 'reversibility', 'holds'],
  ['registration', 'klp', 'recovers', 'violated'],
  ['registration', 'klp:finds=preempted', 'recovers', 'holds'],
  ['registration', 'kgraft', 'recovers', 'holds'],
])('%s: %s, %s: %s', expectVerdict);

/** The claims about progress of the thread: by scenario, model and property, the verdict on each side of its assumption. */
test.each([
  ['sleeper-nobody-wakes', 'simple', 'convergence', 'holds'],
  ['sleeper-nobody-wakes', 'simple:wake=nobody', 'convergence', 'violated'],
  ['sleeper-nobody-wakes', 'kgraft', 'convergence', 'holds'],
  ['sleeper-nobody-wakes', 'kgraft:wake=nobody', 'convergence', 'violated'],
  ['sleeper-uninterruptible', 'simple', 'convergence', 'violated'],
  ['sleeper-uninterruptible', 'kgraft', 'convergence', 'violated'],
  ['sleeper-disk', 'simple', 'convergence', 'holds'],
  ['sleeper-disk', 'kgraft', 'convergence', 'holds'],
  ['cpu-hog', 'kgraft', 'convergence', 'holds'],
  ['cpu-hog', 'kgraft:wake=nobody', 'convergence', 'violated'],
  ['cpu-hog-timer', 'kgraft:wake=nobody', 'convergence', 'holds'],
  ['kthread-no-safe-point', 'kgraft', 'convergence', 'violated'],
  ['kthread-safe-point', 'kgraft', 'convergence', 'holds'],
  ['kthread-main-loop', 'kpatch', 'convergence', 'violated'],
  ['kthread-main-loop', 'kgraft', 'convergence', 'holds'],
  ['user-space-signaller', 'simple:wake=userspace', 'convergence', 'violated'],
  ['user-space-signaller', 'kgraft:wake=userspace', 'convergence', 'holds'],
  ['user-space-signaller', 'simple', 'convergence', 'holds'],
  ['interference', 'kgraft', 'convergence', 'violated'],
  ['interference', 'kgraft-sync', 'convergence', 'holds'],
  ['no-influence', 'kgraft', 'non-interference', 'holds'],
  ['interference', 'kgraft', 'non-interference', 'violated'],
  ['opportunistic-livelock', 'kpatch', 'convergence', 'violated'],
  ['opportunistic-good-instant', 'kpatch', 'convergence', 'holds'],
  ['opportunistic-good-instant', 'kpatch:attempts=5', 'convergence', 'violated'],
  ['simple-deadlock', 'simple', 'convergence', 'violated'],
  ['simple-deadlock', 'kgraft', 'convergence', 'holds'],
  ['interruption-unbounded', 'simple', 'interruption', 'unbounded'],
  ['interruption-unbounded', 'kgraft', 'interruption', '0'],
])('%s: %s, %s: %s', expectVerdict);

function expectVerdict(scenario: string, model: string, property: string, expected: string): void {
  const cell = verdicts(model, property).find(({ scenario: { file } }) => file.endsWith(`/${scenario}.yaml`));
  expect(cell && meets(cell.verdict, expected as ExpectedVerdict)).toBe(true);
}
