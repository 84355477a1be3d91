import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { search } from '../../src/engine/index.js';
import { toPromela } from '../../src/export/index.js';
import { compose, instantiate, type ModelInstance } from '../../src/livepatch/index.js';
import type { Scenario } from '../../src/scenario/index.js';
import { repository } from '../cli/run.js';
import { everything, lockOrder, scenarioOf } from '../support/scenarios.js';
import { runSpin } from '../support/spin.js';

/* SPIN is an oracle that shares nothing with us but the exported file. */

const safety = properties.filter(({ kind }) => kind === 'safety');

/** The reference workload with fewer tasks: there is no time for more. */
const shipped = (file: string): Scenario =>
  scenarioOf(readFileSync(path.join(repository, file), 'utf8').replace('count: 4', 'count: 3'));
const modelOf = (name: string): ModelInstance =>
  instantiate(models.find((each) => each.name === name) ?? expect.fail(`no model ${name}`));

const quick = ['-O0', '-DSAFETY', '-DNOREDUCE'];

/** Between them: every kind of task, most statements, removal, reversal. */
const cases: readonly (readonly [scenario: string, models: readonly string[]])[] = [
  ['bench/workloads/lock-order.yaml', ['kgraft']],
  ['scenarios/hazards/lock-order.yaml', ['simple', 'kgraft']],
  ['scenarios/hazards/lock-order-trylock.yaml', ['kpatch', 'kgraft-sync']],
  ['scenarios/hazards/unload.yaml', ['kpatch', 'naive']],
  ['scenarios/hazards/reference-count.yaml', ['simple', 'kgraft-sync']],
  ['scenarios/hazards/kthread-main-loop.yaml', ['kpatch', 'kgraft']],
  ['scenarios/hazards/data-format.yaml', ['simple', 'null']],
  ['scenarios/hazards/two-syscalls-versioned.yaml', ['kgraft', 'naive']],
  ['scenarios/hazards/calling-convention.yaml', ['null']],
  ['scenarios/hazards/return-value-reversed.yaml', ['null']],
  ['scenarios/hazards/lock-to-rcu.yaml', ['kgraft', 'kpatch']],
  ['scenarios/thread/user-space-signaller.yaml', ['kpatch', 'kgraft']],
  ['scenarios/thread/reversal.yaml', ['kgraft-sync']],
  ['scenarios/thread/pipe-peers.yaml', ['simple', 'kgraft-sync']],
  ['scenarios/patches/cve-2014-0206-free-waits.yaml', ['kgraft', 'null']],
  ['scenarios/patches/cve-2016-5195-new-flag.yaml', ['kgraft']],
  ['scenarios/callbacks/takes-the-mutex.yaml', ['klp', 'kpatch']],
  ['scenarios/patches/cve-2014-2706-lock-added.yaml', ['kgraft', 'simple']],
  ['scenarios/objects/futex-requeue.yaml', ['klp']],
  ['scenarios/objects/shadow-removed.yaml', ['simple']],
  ['scenarios/several-patches/replaced.yaml', ['klp']],
];

describe.concurrent('SPIN finds as many states and transitions, and the same verdict', () => {
  const each = cases.flatMap(([file, names]) => names.map((name) => [file, name] as const));
  test.for(each)('in %s under %s', async ([file, name]) => {
    const { system, requirements } = compose(shipped(file), modelOf(name), safety);
    const { invariants } = requirements;
    const { text, surplus } = toPromela(system, { about: [], invariants, formulas: [] });
    const [spin, ours] = await Promise.all([
      runSpin(text, { gcc: quick, pan: ['-E', '-c0', '-m1000000', '-w20'] }),
      search(system, { invariants, goals: new Map() }),
    ]);
    expect(surplus).toEqual({ states: 0, transitions: 1 });
    expect(spin.states).toBe(ours.statistics.states);
    expect(spin.transitions).toBe(ours.statistics.transitions + 1);
    expect(spin.errors > 0).toBe(ours.counterexamples.size > 0);
  });
});

test.each(safety.filter(({ name }) => name !== 'deadlock-freedom'))(
  '$name by itself has the same verdict',
  { concurrent: true },
  async (property) => {
    const { system, requirements } = compose(shipped('scenarios/hazards/unload.yaml'), modelOf('naive'), [
      property,
    ]);
    const { invariants } = requirements;
    const { text } = toPromela(system, { about: [], invariants, formulas: [] });
    const [spin, ours] = await Promise.all([
      runSpin(text, { gcc: quick, pan: ['-E', '-w16'] }),
      search(system, { invariants, goals: new Map() }),
    ]);
    expect(spin.errors > 0).toBe(ours.counterexamples.size > 0);
  },
);

test('a formula that holds without any fairness is a claim that SPIN finds no error in', async () => {
  const convergence = properties.filter(({ name }) => name === 'convergence');
  const { system, questions } = compose(
    shipped('scenarios/hazards/body-only.yaml'),
    modelOf('null'),
    convergence,
  );
  const formulas = questions.flatMap((each) =>
    each.kind === 'formula' ? [{ name: each.property, temporal: each.temporal }] : [],
  );
  const { text, claims } = toPromela(system, { about: [], invariants: [], formulas });
  expect(claims).toEqual(['convergence']);
  const run = { defines: ['CLAIMS'], gcc: ['-O0', '-DNOREDUCE'], pan: ['-a', '-w16', '-m100000'] };
  expect((await runSpin(text, run)).errors).toBe(0);
});

test('the states are the same with claims, and no claim asked', async () => {
  const { system, questions, requirements } = compose(lockOrder, modelOf('kgraft'), properties);
  const formulas = questions.flatMap((each) =>
    each.kind === 'formula' ? [{ name: each.property, temporal: each.temporal }] : [],
  );
  const { invariants } = requirements;
  const { text } = toPromela(system, { about: [], invariants, formulas });
  const pan = ['-E', '-c0', '-w16', '-m100000'];
  const counts = await Promise.all([
    runSpin(text, { gcc: quick, pan }),
    runSpin(text, { defines: ['CLAIMS'], gcc: [...quick, '-DNOCLAIM'], pan }),
  ]);
  expect(counts.map(({ states }) => states)).toEqual([440, 440]);
  expect(counts.map(({ errors }) => errors > 0)).toEqual([true, false]);
});

test('the same system is the same text', () => {
  const [one, other] = [0, 1].map(() => {
    const { system, requirements } = compose(everything, modelOf('kgraft'), safety);
    return toPromela(system, { about: ['once'], invariants: requirements.invariants, formulas: [] }).text;
  });
  expect(one).toBe(other);
});

test('a verifier that has not searched everything is an error', async () => {
  const { system } = compose(everything, modelOf('kgraft'), []);
  const { text } = toPromela(system, { about: [], invariants: [], formulas: [] });
  await expect(runSpin(text, { gcc: quick, pan: ['-E', '-m10'] })).rejects.toThrow('a larger -m is needed');
});

test('without SPIN there is no result', async () => {
  const { PATH } = process.env;
  try {
    process.env.PATH = '/nonexistent';
    await expect(runSpin('')).rejects.toThrow('spin is not installed');
  } finally {
    process.env.PATH = PATH;
  }
});
