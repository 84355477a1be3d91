import { expect, test } from 'vitest';
import { kgraft, kpatch, simple } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { search } from '../../src/engine/index.js';
import {
  type Answer,
  type Composition,
  type ConsistencyModel,
  compose,
  instantiate,
  places,
  temporal,
} from '../../src/livepatch/index.js';
import type { Lasso } from '../../src/logic/index.js';
import { ReplayError, replayDeadEnd, replayLasso, replayMeasurement } from '../../src/replay/index.js';
import { always, type FairnessConstraint, never } from '../../src/system/index.js';
import { scenarioOf } from '../support/scenarios.js';

/* What the reference interpreter does not accept as the answer to a question about infinite runs. */

const workload = (task: string): string => `scenario: workload
functions: { f: { old: [], new: [] } }
syscalls: { s: [sleep, call f] }
tasks: { a: ${task}, b: ${task} }
`;
const user = '{ kind: user, runs: [s] }';
const kthread = '{ kind: kthread, runs: [call f, sleep] }';

interface Asked {
  readonly composition: Composition;
  readonly answers: readonly Answer[];
}

async function ask(text: string, model: ConsistencyModel, property: string): Promise<Asked> {
  const selected = properties.filter(({ name }) => name === property);
  const composition = compose(scenarioOf(text), instantiate(model), selected);
  const { answers } = await search(composition.system, composition.requirements);
  return { composition, answers: [...answers.values()] };
}

async function cycleOf(): Promise<{ composition: Composition; lasso: Lasso }> {
  const { composition, answers } = await ask(workload(kthread), kgraft, 'convergence');
  const [answer] = answers;
  if (answer?.kind !== 'formula' || !answer.lasso) return expect.fail('it converges');
  return { composition, lasso: answer.lasso };
}

const converges = (composition: Composition) => {
  const [question] = composition.questions;
  return question?.kind === 'formula' ? question.temporal : expect.fail('no formula is asked');
};

test('the run that was found replays, and is told with its cycle', async () => {
  const { composition, lasso } = await cycleOf();
  const run = replayLasso(composition, 'convergence', converges(composition), lasso);
  expect(run.loopStart).toBe(lasso.loopStart);
  expect(run.steps).toHaveLength(lasso.states.length);
  expect(run.cycle?.awaited).toEqual(['a', 'b']);
});

test('a cycle that does not close does not replay', async () => {
  const { composition, lasso } = await cycleOf();
  const open = { ...lasso, states: lasso.states.slice(0, -1), kinds: lasso.kinds.slice(0, -1) };
  expect(() => replayLasso(composition, 'convergence', converges(composition), open)).toThrow(ReplayError);
});

test('a run that rests where somebody is obliged to go on does not replay', async () => {
  const { composition, lasso } = await cycleOf();
  const rest = {
    states: lasso.states.slice(0, 1),
    kinds: [undefined],
    loopStart: 0,
    isShortest: true,
  };
  expect(() => replayLasso(composition, 'convergence', converges(composition), rest)).toThrow(
    'cannot rest where it is said to',
  );
});

test('a cycle that is not fair does not replay', async () => {
  const { composition, lasso } = await cycleOf();
  // It passes through places where b is not asleep, so weak fairness of waking up is met, and strong fairness is not.
  const assuming = (strength: 'weak' | 'strong'): Composition => {
    const constraint: FairnessConstraint = { strength, template: 'b', steps: { withTag: 'wakes-up' } };
    return { ...composition, system: { ...composition.system, fairness: [constraint] } };
  };
  const formula = converges(composition);
  expect(() => replayLasso(assuming('weak'), 'convergence', formula, lasso)).not.toThrow();
  expect(() => replayLasso(assuming('strong'), 'convergence', formula, lasso)).toThrow(
    'the cycle is not fair',
  );
});

test('a run that satisfies the formula does not replay', async () => {
  const { composition, lasso } = await cycleOf();
  expect(() => replayLasso(composition, 'mine', temporal('<> x', { x: always }), lasso)).toThrow(
    'the run satisfies the formula',
  );
});

test('a state from which the goal is in reach is no dead end', async () => {
  const { composition, lasso } = await cycleOf();
  const start = { states: lasso.states.slice(0, 1) };
  const words = { goalInWords: 'it is so' };
  const inTransition = places('migrating')('migrating');
  expect(() =>
    replayDeadEnd(composition, 'mine', { from: always, goal: inTransition, ...words }, start),
  ).toThrow('the goal is in reach');
  expect(() => replayDeadEnd(composition, 'mine', { from: never, goal: never, ...words }, start)).toThrow(
    'nothing is asked of the last state',
  );
  // By the steps of a alone, the patcher does not begin.
  const alone = { from: always, goal: inTransition, by: ['a'], ...words };
  expect(replayDeadEnd(composition, 'mine', alone, start).notices.at(-1)).toEqual({
    kind: 'out-of-reach',
    property: 'mine',
    goal: 'it is so',
    by: ['a'],
  });
});

test('a count that is not that of its run does not replay', async () => {
  const { composition, answers } = await ask(workload(user), simple, 'interruption');
  const [answer] = answers;
  if (answer?.kind !== 'quantity') return expect.fail('nothing is measured');
  const { quantity } = answer;
  const [measurement] = answer.measurements;
  if (!measurement) return expect.fail('nothing is measured');
  expect(measurement.worst).toBeTypeOf('number');
  const measured = { quantity, measurement };
  expect(replayMeasurement(composition, 'interruption', measured)?.steps.length).toBeGreaterThan(0);
  const wrong = { ...measurement, worst: Number(measurement.worst) + 1 };
  expect(() => replayMeasurement(composition, 'interruption', { ...measured, measurement: wrong })).toThrow(
    ReplayError,
  );
});

test('an attempt that is abandoned for ever is told without what happens besides', async () => {
  const text = `scenario: it sleeps in f, and every attempt finds it
events: [woken]
functions: { f: { old: [wait woken], new: [wait woken] } }
syscalls: { a: [call f], b: [wake woken] }
tasks: { sleeper: { kind: user, runs: [a] }, waker: { kind: user, runs: [b] } }
`;
  const { composition, answers } = await ask(text, kpatch, 'convergence');
  const [answer] = answers;
  if (answer?.kind !== 'formula' || !answer.lasso) return expect.fail('it converges');
  const run = replayLasso(composition, 'convergence', converges(composition), answer.lasso);
  expect(run).toMatchObject({ loopStart: 3, steps: { length: 4 } });
  expect(run.steps.map(({ task }) => task)).not.toContain('waker');
  expect(run.mayBeShorter).toBe(false);
  const longer = { ...answer.lasso, isShortest: false };
  expect(replayLasso(composition, 'convergence', converges(composition), longer).mayBeShorter).toBe(true);
});
