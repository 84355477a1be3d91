import { expect, test } from 'vitest';
import { kgraft } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { type Path, search } from '../../src/engine/index.js';
import { compose, instantiate } from '../../src/livepatch/index.js';
import { ReplayError, replay } from '../../src/replay/index.js';
import { lockOrder } from '../support/scenarios.js';

const composition = compose(lockOrder, instantiate(kgraft), properties);

async function pathTo(property: string): Promise<Path> {
  const { counterexamples } = await search(composition.system, composition.requirements);
  return counterexamples.get(property) ?? expect.fail(`${property} is not violated`);
}

test('a run that skips a state does not replay', async () => {
  const { states } = await pathTo('global-consistency');
  const broken = { isShortest: true, states: states.filter((_, index) => index !== 2) };
  expect(() => replay(composition, 'global-consistency', broken)).toThrow(ReplayError);
});

test('a run that ends before the violation does not replay', async () => {
  const { states } = await pathTo('global-consistency');
  const short = { isShortest: true, states: states.slice(0, -1) };
  expect(() => replay(composition, 'global-consistency', short)).toThrow('violates no invariant');
});

test('a deadlock in which somebody can move does not replay', async () => {
  const path = await pathTo('deadlock-freedom');
  const early = { ...path, states: path.states.slice(0, 4) };
  expect(() => replay(composition, 'deadlock-freedom', early)).toThrow(
    'is said to be stuck, and can take a step',
  );
});
