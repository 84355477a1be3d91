import { expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { checkModel } from '../../src/check/check.js';
import { type ConsistencyModel, instantiate, type Rules } from '../../src/livepatch/index.js';
import { always, type Expression, never, not } from '../../src/system/index.js';
import { again, everything, lockOrder, mainLoop, once } from '../support/scenarios.js';

/*
 * Models are data, so they can be damaged by a program: each guard dropped, each update left out, each rule negated.
 * Whatever the damage, the exact counts or the verdicts of the small scenarios must tell.
 */

interface Mutant {
  readonly name: string;
  readonly rules: Rules;
}

function mutantsOf(rules: Rules): readonly Mutant[] {
  const mutants: Mutant[] = [];
  const add = (name: string, change: Partial<Rules>): void => {
    mutants.push({ name, rules: { ...rules, ...change } });
  };
  for (const hook of ['onKernelEntry', 'onKernelExit', 'onSafePoint'] as const) {
    const effect = rules[hook];
    if (effect?.when) add(`${hook}: guard dropped`, { [hook]: { ...effect, when: always } });
    if (effect?.set) add(`${hook}: update left out`, { [hook]: { ...effect, set: [] } });
  }
  for (const hook of ['atKernelEntry', 'atSafePoint'] as const)
    rules[hook]?.forEach((_, index) => {
      const replace = (change: object) =>
        rules[hook]?.map((each, position) => (position === index ? { ...each, ...change } : each));
      add(`${hook}: guard dropped`, { [hook]: replace({ when: always }) });
      add(`${hook}: step left out`, { [hook]: replace({ when: never }) });
      add(`${hook}: update left out`, { [hook]: replace({ set: [] }) });
    });
  rules.patcher.forEach((step, index) => {
    const replace = (change: object) =>
      rules.patcher.map((each, position) => (position === index ? { ...each, ...change } : each));
    if (step.when) add(`patcher '${step.action}': guard dropped`, { patcher: replace({ when: always }) });
    if (step.set) add(`patcher '${step.action}': update left out`, { patcher: replace({ set: [] }) });
    add(`patcher '${step.action}': step left out`, { patcher: replace({ when: never }) });
  });
  const { entersNew, held, awaits, freed } = rules;
  const flip = (condition: Expression<boolean>): Expression<boolean> => not(condition);
  add('entersNew: negated', { entersNew: (task, name) => flip(entersNew(task, name)) });
  add('entersNew: always', { entersNew: () => always });
  add('entersNew: never', { entersNew: () => never });
  if (held) add('held: never', { held: () => never });
  if (awaits) add('awaits: never', { awaits: () => never });
  if (awaits) add('awaits: always', { awaits: () => always });
  if (freed?.new) add('freed: always', { freed: { new: () => always } });
  if (freed?.old) add('freed: never', { freed: {} });
  if (rules.removing) add('removing: never', { removing: never });
  return mutants;
}

const scenarios = [lockOrder, everything, mainLoop, once, again];

/** All that the tests assert of a model on the small scenarios. */
async function observe(model: ConsistencyModel): Promise<string> {
  const observations: unknown[] = [];
  for (const scenario of scenarios)
    for (const wake of ['nobody', 'kernel'] as const) {
      const { cells } = await checkModel(scenario, instantiate(model, wake), properties, undefined);
      observations.push(
        cells[0]?.statistics.states,
        cells[0]?.statistics.transitions,
        cells.map(({ verdict }) => [verdict.kind, verdict.kind === 'holds' && verdict.vacuous]),
      );
    }
  return JSON.stringify(observations);
}

test.each(models)('every mutant of $name is caught', { timeout: 120_000 }, async (model) => {
  const original = await observe(model);
  const survivors: string[] = [];
  const names = new Set(
    scenarios.flatMap(({ patch }) =>
      mutantsOf(model.rules(patch, instantiate(model).parameters)).map(({ name }) => name),
    ),
  );
  for (const name of names) {
    const mutated: ConsistencyModel = {
      ...model,
      rules: (patch) =>
        mutantsOf(model.rules(patch, instantiate(model).parameters)).find((mutant) => mutant.name === name)
          ?.rules ?? model.rules(patch, instantiate(model).parameters),
    };
    if ((await observe(mutated)) === original) survivors.push(name);
  }
  expect(names.size).toBeGreaterThan(3);
  expect(survivors).toEqual([]);
});
