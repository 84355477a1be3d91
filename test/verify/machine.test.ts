import fc from 'fast-check';
import { expect, test } from 'vitest';
import { search } from '../../src/engine/index.js';
import { Survey } from '../../src/prove/index.js';
import { vectorOf } from '../../src/prove/runs.js';
import { evaluate } from '../../src/system/index.js';
import { CheckedStates } from '../../src/verify/checked-states.js';
import { type Certificate, Machine, type Statement, sha256, stepsFrom } from '../../src/verify/index.js';
import { arbitraryConditions, arbitraryRequirements, arbitrarySystem } from '../support/arbitrary-system.js';
import { referenceGraph } from '../support/reference-graph.js';
import { referenceSearch } from '../support/reference-search.js';
import { randomSeed, scaled } from '../support/seed.js';

test('the machine of the verifier takes the steps of the reference interpreter, in their order', () => {
  fc.assert(
    fc.property(arbitrarySystem, arbitraryConditions, (system, condition) => {
      const machine = new Machine(system);
      const isTrue = machine.evaluators.of(condition);
      const { states, edges } = referenceGraph(system);
      states.slice(0, 30).forEach((state, index) => {
        const vector = vectorOf(machine, state);
        expect(isTrue(vector) === 1).toBe(evaluate(condition, system, state));
        expect(stepsFrom(machine, vector).map(({ step, target }) => [step.edge, [...target]])).toEqual(
          edges[index]?.map(({ step, target }) => {
            const reached = states[target];
            return [step.edge, reached ? [...vectorOf(machine, reached)] : []];
          }),
        );
      });
    }),
    { numRuns: scaled(8), seed: randomSeed('machine of the verifier') },
  );
});

test('the states of a search are a closed set in which the verifier sees what a plain search sees', async () => {
  await fc.assert(
    fc.asyncProperty(arbitrarySystem, arbitraryRequirements, async (system, requirements) => {
      const reference = referenceSearch(system, { ...requirements, goals: new Map() });
      const statement: Statement = {
        system,
        properties: ['first', 'second', 'assertion'].map((name) => ({
          ...{ name, isQuantity: false, premises: [], questions: [] },
          invariants: requirements.invariants.flatMap(({ property, holds }) =>
            property === name ? [holds] : [],
          ),
        })),
      };
      const survey = new Survey(statement);
      await search(system, { ...requirements, analyses: new Map([['survey', survey]]) });
      const { words } = survey.machine.layout;
      const states = { section: 0, count: survey.stateCount, words };
      const certificate: Certificate = {
        klpcheck: '',
        scenario: { file: '', name: '', sha256: sha256('') },
        model: { name: '' },
        ...{ inputs: '', statement: '', reductions: [], failing: [], states, sections: survey.sections },
        claims: statement.properties.map(({ name: property }) => ({
          ...{ verdict: 'holds' as const, property, answers: [] },
          vacuity: { kind: 'reached' as const, runs: [] },
        })),
      };
      const machine = new Machine(system);
      const checked = new CheckedStates(machine, statement, certificate, states);
      expect(checked.graph.stateCount).toBe(reference.states.length);
      expect(checked.graph.targets.length).toBe(reference.transitions);
      const { violations } = reference;
      expect([...checked.violated].sort()).toEqual(
        [...violations.keys()].filter((each) => each !== 'deadlock').sort(),
      );
      const isStuck = machine.evaluators
        .playersOf('task')
        .some((process) => checked.movesOn(process).includes(0));
      expect(isStuck).toBe(violations.has('deadlock'));
    }),
    { numRuns: scaled(8), seed: randomSeed('states of certificates') },
  );
});
