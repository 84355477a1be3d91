import { expect, test } from 'vitest';
import { kgraft } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { planReductions, reductionNames } from '../../src/engine/reduction/index.js';
import { compose, instantiate } from '../../src/livepatch/index.js';
import { scenarioOf } from '../support/scenarios.js';

/* On large program graphs, to look for independent steps takes longer than the limit on time may be. */

const steps = 400;

/** What becomes of the search for independent steps of many, and how often it asks for the time. */
function planUntil(isTimeUp: (asked: number) => boolean) {
  const scenario = scenarioOf(`scenario: test
functions: { f: { old: [${Array.from({ length: steps }, () => 'sleep').join(', ')}], new: [] } }
syscalls: { s: [call f] }
tasks: { t: { kind: user, runs: [s], count: 2 } }
`);
  const safety = properties.filter(({ kind }) => kind === 'safety');
  const { system, requirements } = compose(scenario, instantiate(kgraft), safety);
  let asked = 0;
  const { plan, reports } = planReductions(system, requirements, new Set(reductionNames), () =>
    isTimeUp(++asked),
  );
  return { plan, asked, partialOrder: reports.find(({ name }) => name === 'partial-order') };
}

test('it is asked again and again whether the time is up', () => {
  const { asked, partialOrder } = planUntil(() => false);
  expect(asked).toBeGreaterThan(10);
  expect(partialOrder?.reason).not.toBe('the time was up before independent steps were found');
});

test.each([1, 2, 5])(
  'it ends when the time is up, asked %i times, and no use is made of what was found',
  (last) => {
    const { plan, asked, partialOrder } = planUntil((count) => count >= last);
    expect(partialOrder).toEqual({
      name: 'partial-order',
      on: false,
      reason: 'the time was up before independent steps were found',
    });
    expect(plan.ampleSets).toBeUndefined();
    // Once more for merging, which needs them too.
    expect(asked).toBe(last + 1);
  },
);
