import { describe, expect, test } from 'vitest';
import { models, otherModels } from '../../models/index.js';
import { Candidates } from '../../src/conformance/candidates.js';
import {
  type ConformanceStep,
  conformance,
  DivergenceError,
  type Implementation,
  type Observation,
} from '../../src/conformance/index.js';
import { StateView } from '../../src/conformance/view.js';
import { type Composition, compose, instantiate } from '../../src/livepatch/index.js';
import type { Scenario } from '../../src/scenario/index.js';
import { findScenarioFiles, loadScenario } from '../../src/scenario/index.js';
import { initialStates, type State, takeStep } from '../../src/system/index.js';
import { scaled } from '../support/seed.js';
import { caught } from './caught.js';

/* Whatever ships can be walked through, and told: every model conforms to itself, and not to what is contrary to it. */

/** A model as an implementation, which from the n-th step of a walk on says the opposite of what it does. */
class Mirror implements Implementation {
  private readonly candidates: Candidates;
  private readonly view: StateView;
  private state: State | undefined;
  private steps = 0;

  constructor(
    private readonly composition: Composition,
    private readonly liesFrom = Number.POSITIVE_INFINITY,
  ) {
    this.candidates = new Candidates(composition);
    this.view = new StateView(composition);
  }

  start(): void {
    this.state = initialStates(this.composition.system)[0];
    this.steps = 0;
  }

  step(step: ConformanceStep): Observation {
    const state = this.state ?? expect.fail('it was not started');
    const candidates = this.candidates.of(step.process, state, false);
    const found = candidates.find((each) => JSON.stringify(each.step) === JSON.stringify(step));
    const way = found?.ways[0];
    this.state = way ? takeStep(this.composition.system, state, way) : state;
    const isLie = ++this.steps >= this.liesFrom;
    return this.view.of(this.state, (way !== undefined) !== isLie);
  }
}

const files = await findScenarioFiles(['scenarios']);
const loaded = await Promise.all((files.ok ? files.value : expect.fail('no scenario')).map(loadScenario));
const scenarios = loaded.map((each): Scenario => (each.ok ? each.value : expect.fail('it cannot be read')));

const all = [...models, ...otherModels].map((model, number) => [model.name, model, number] as const);

describe.each(all)('%s', (_, model, number) => {
  test('conforms to itself, in every scenario', async () => {
    for (const scenario of scenarios) {
      const implementation = new Mirror(compose(scenario, instantiate(model), []));
      const { taken } = await conformance({ scenario, model, implementation, runs: 2, length: 40, seed: 1 });
      expect(taken).toBeGreaterThan(0);
    }
  });

  // Each model in a third of them; in all by `npm run test:long`.
  test('does not when it says the opposite, which is told', async () => {
    const chosen = scenarios.filter((_, position) => scaled(1) > 1 || position % 3 === number % 3);
    for (const scenario of chosen) {
      const implementation = new Mirror(compose(scenario, instantiate(model), []), 4);
      const walks = conformance({ scenario, model, implementation, runs: 10, length: 40, seed: 1 });
      const { steps, message } = await caught(walks, DivergenceError);
      expect(steps).toHaveLength(4);
      expect(message).toMatch(/the step: expected (taken, observed refused|refused, observed taken)/);
    }
  });
});
