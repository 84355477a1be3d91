import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { kgraft, kpatch, naive, nullModel } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { search, unlimited } from '../../src/engine/index.js';
import { compose, instantiate } from '../../src/livepatch/index.js';
import { arbitraryScenarioText } from '../support/arbitrary-scenario.js';
import { scenarioOf } from '../support/scenarios.js';
import { randomSeed, scaled } from '../support/seed.js';

/*
 * A patch that replaces each function by itself changes nothing that a workload can see. So whatever the mechanism,
 * as long as it holds nobody and wakes nobody, locks, data and deadlocks come out alike. It is an oracle for the weaving,
 * which both semantics share.
 */
const visible = properties.filter(({ name }) =>
  ['lock-discipline', 'deadlock-freedom', 'data-compatibility'].includes(name),
);

test.each([kgraft, kpatch, naive])('a patch of nothing does nothing under $name', async (model) => {
  const violated = async (text: string, each: typeof model): Promise<readonly string[] | undefined> => {
    const { system, requirements } = compose(scenarioOf(text), instantiate(each, 'nobody'), visible);
    const result = await search(system, requirements, { budget: { ...unlimited, maxStates: 20_000 } });
    return result.stopped ? undefined : [...result.counterexamples.keys()].sort();
  };
  await fc.assert(
    fc.asyncProperty(arbitraryScenarioText, async (random) => {
      const document = parse(random);
      for (const declaration of Object.values<{ old?: unknown; new?: unknown; signature?: unknown }>(
        document.functions,
      ))
        if (declaration.old !== undefined) {
          declaration.new = declaration.old;
          delete declaration.signature;
        }
      // How long the patcher has the mutex is the model's affair, and who tries to take it finds that.
      fc.pre(document.modules === undefined);
      // A model that has no callbacks runs none.
      delete document.patch.callbacks;
      const text = stringify(document);
      const [its, others] = [await violated(text, model), await violated(text, nullModel)];
      fc.pre(its !== undefined && others !== undefined);
      expect(its).toEqual(others);
    }),
    { numRuns: scaled(200), seed: randomSeed(`patches of nothing, ${model.name}`), maxSkipsPerRun: 100 },
  );
});
