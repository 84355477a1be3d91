import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { search } from '../../src/engine/index.js';
import { toPromela } from '../../src/export/index.js';
import { compose, instantiate, type ModelInstance } from '../../src/livepatch/index.js';
import type { Scenario } from '../../src/scenario/index.js';
import { repository } from '../cli/run.js';
import { scenarioOf } from '../support/scenarios.js';
import { runSpin } from '../support/spin.js';

/* SPIN is an oracle that shares nothing with us but the exported file. */

const safety = properties.filter(({ kind }) => kind === 'safety');

const shipped = (file: string): Scenario => scenarioOf(readFileSync(path.join(repository, file), 'utf8'));
const modelOf = (name: string): ModelInstance =>
  instantiate(models.find((each) => each.name === name) ?? expect.fail(`no model ${name}`));

const cases: readonly (readonly [scenario: string, models: readonly string[]])[] = [
  ['bench/workloads/lock-order.yaml', ['kgraft']],
];

test.each(cases.flatMap(([file, names]) => names.map((name) => [file, name] as const)))(
  'SPIN finds in %s under %s as many states and transitions, and the same verdict',
  async (file, name) => {
    const { system, requirements } = compose(shipped(file), modelOf(name), safety);
    const { invariants } = requirements;
    const { text, surplus } = toPromela(system, { about: [], invariants, formulas: [] });
    const [spin, ours] = await Promise.all([
      runSpin(text, { pan: ['-E', '-c0', '-m1000000'] }),
      search(system, { invariants, goals: [] }),
    ]);
    expect(spin.states).toBe(ours.statistics.states + surplus.states);
    expect(spin.transitions).toBe(ours.statistics.transitions + surplus.transitions);
    expect(spin.errors > 0).toBe(ours.counterexamples.size > 0);
  },
);
