import { describe, expect, test } from 'vitest';
import { kgraft } from '../../models/index.js';
import { checkModel, type Verdict } from '../../src/check/index.js';
import {
  compose,
  instantiate,
  isInside,
  liveness,
  type Property,
  quantity,
  safety,
  someTask,
  temporal,
} from '../../src/livepatch/index.js';
import { always, not, SystemDefinitionError } from '../../src/system/index.js';
import { scenarioOf } from '../support/scenarios.js';

/* What the types of properties refuse, code without types can still write. */

const deadlocks = scenarioOf(`scenario: lock order reversed
locks: [A, B]
functions:
  f: { old: [lock A, lock B, unlock B, unlock A], new: [lock B, lock A, unlock A, unlock B] }
syscalls: { s: [call f] }
tasks: { t: { kind: user, count: 2, runs: [s] } }
`);

async function verdictsOf(...properties: readonly Property[]): Promise<readonly Verdict[]> {
  const { cells } = await checkModel(deadlocks, instantiate(kgraft), properties, undefined);
  return cells.map(({ verdict }) => verdict);
}

const summary = 'one that a test makes up';
const noDeadlock = (name: string): Property => safety({ name, summary, observe: () => ({ deadlock: true }) });
const neverNew = (name: string): Property =>
  safety({ name, summary, observe: () => ({ invariant: not(someTask((task) => isInside(task, 'new'))) }) });
const neverOld = (name: string): Property =>
  safety({ name, summary, observe: () => ({ assertAtCall: () => always, invariant: always }) });

test('two properties that both forbid a deadlock are both violated by it', async () => {
  const [one, other] = await verdictsOf(noDeadlock('one'), noDeadlock('other'));
  expect(one?.kind).toBe('violated');
  expect(other?.kind).toBe('violated');
});

test('a property that forbids a deadlock, and another bad thing, is violated by either', async () => {
  const both = safety({ name: 'both', summary, observe: () => ({ deadlock: true, invariant: always }) });
  const first = safety({
    name: 'first',
    summary,
    observe: () => ({ deadlock: true, invariant: not(someTask((task) => isInside(task, 'new'))) }),
  });
  const [stuck, inside] = await verdictsOf(both, first);
  expect(stuck).toMatchObject({ kind: 'violated', counterexample: { stuckTasks: ['t.1', 't.2'] } });
  expect(inside).toMatchObject({ kind: 'violated' });
  expect(inside).not.toHaveProperty('counterexample.stuckTasks');
});

test('two properties of one name are refused', async () => {
  const twice = [neverNew('mine'), neverOld('mine')];
  expect(() => compose(deadlocks, instantiate(kgraft), twice)).toThrow(SystemDefinitionError);
  await expect(verdictsOf(...twice)).rejects.toThrow("two properties are named 'mine'");
});

describe('a property that asks nothing', () => {
  test.for(['safety', 'liveness', 'branching', 'quantity'])('is refused: %s', async (kind) => {
    const empty = { name: 'mine', summary, kind, observe: () => ({}) } as unknown as Property;
    await expect(verdictsOf(empty)).rejects.toThrow(`the ${kind} property 'mine' asks nothing: expected `);
  });

  test('of this scenario holds vacuously, whatever its premise', async () => {
    const premise = { condition: always, otherwise: 'the world has ended' };
    const verdicts = await verdictsOf(
      safety({ name: 'safety', summary, observe: () => ({ invariant: always, premise }) }),
      safety({ name: 'calls', summary, observe: () => ({ assertAtCall: () => always, premise }) }),
      liveness({ name: 'liveness', summary, observe: () => ({ formulas: () => [], premise }) }),
      quantity({ name: 'quantity', summary, observe: () => ({ quantities: () => [], premise }) }),
    );
    for (const verdict of verdicts)
      expect(verdict).toHaveProperty('vacuous', 'it has nothing to ask of this scenario');
  });

  test('is told from one that asks, and holds', async () => {
    const asks = liveness({
      name: 'asks',
      summary,
      observe: () => ({ formulas: () => [temporal('[] p', { p: always })] }),
    });
    expect(await verdictsOf(asks)).toEqual([{ kind: 'holds' }]);
  });
});
