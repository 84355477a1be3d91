import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Analysis, search } from '../../src/engine/index.js';
import { type Formula, FormulaCheck } from '../../src/logic/index.js';
import { Survey } from '../../src/prove/index.js';
import {
  defineSystem,
  type Expression,
  type FairnessConstraint,
  type System,
} from '../../src/system/index.js';
import { CheckedStates } from '../../src/verify/checked-states.js';
import { ClaimCheck } from '../../src/verify/claim-check.js';
import { type Certificate, Machine, Refusal, type Statement, sha256 } from '../../src/verify/index.js';
import { arbitraryAtom, arbitraryFormula } from '../support/arbitrary-formula.js';
import { arbitraryConditions, arbitrarySystem } from '../support/arbitrary-system.js';
import { randomSeed, scaled } from '../support/seed.js';

const tagOf = (index: number): string => `t${index % 2}`;

/** Each step has one of two tags, of which something may be assumed. */
const arbitraryFairSystem: fc.Arbitrary<System> = fc
  .tuple(
    arbitrarySystem,
    fc.array(fc.tuple(fc.constantFrom('weak', 'strong'), fc.nat(1), fc.nat(1)), { maxLength: 4 }),
  )
  .map(([{ variables, templates }, assumed]) => {
    const tagged = templates.map((each) => ({
      ...each,
      graph: {
        ...each.graph,
        edges: each.graph.edges.map((edge, index) => ({
          ...edge,
          action: { ...edge.action, tags: [tagOf(index)] },
        })),
      },
    }));
    const fairness = assumed.flatMap(([strength, template, tag]): readonly FairnessConstraint[] => {
      const { [template]: its } = tagged;
      return its && its.graph.edges.length > tag
        ? [{ strength, template: its.name, steps: { withTag: tagOf(tag) } }]
        : [];
    });
    return defineSystem({ variables, templates: tagged, fairness });
  });

const formulas = arbitraryFormula(arbitraryAtom(['a', 'b']), { maxDepth: 3 });

async function certify(system: System, formula: Formula, atoms: ReadonlyMap<string, Expression<boolean>>) {
  const statement: Statement = {
    system,
    properties: [
      {
        ...{ name: 'formula', isQuantity: false, premises: [], invariants: [] },
        questions: [{ kind: 'formula', formula, atoms }],
      },
    ],
  };
  const survey = new Survey(statement);
  const analyses = new Map<string, Analysis<unknown>>([
    ['check', new FormulaCheck({ formula, atoms }, { lasso: 'any' })],
    ['survey', survey],
  ]);
  const { answers } = await search<unknown>(system, { invariants: [], goals: new Map(), analyses });
  const sections = survey.decompositionOf(formula, atoms);
  return { statement, survey, isViolated: answers.get('check') !== undefined, sections };
}

function refusalOf(
  statement: Statement,
  survey: Survey,
  numberings: readonly number[],
  sections = survey.sections,
) {
  const machine = new Machine(statement.system);
  const { words } = machine.layout;
  const states = { section: 0, count: survey.stateCount, words };
  const certificate: Certificate = {
    klpcheck: '',
    scenario: { file: '', name: '', sha256: sha256('') },
    model: { name: '' },
    ...{ inputs: '', statement: '', reductions: [], failing: [], states, sections, claims: [] },
  };
  const checked = new CheckedStates(machine, statement, certificate, states);
  const [property] = statement.properties;
  if (!property) throw new Error('nothing is asked');
  try {
    new ClaimCheck(machine, checked, sections, property).check({
      ...{ verdict: 'holds', property: 'formula', vacuity: { kind: 'reached', runs: [] } },
      answers: [{ kind: 'formula', decomposition: { sections: [...numberings] } }],
    });
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

test('a formula that holds has a decomposition that the verifier believes, and one that is violated has none', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryFairSystem,
      formulas,
      arbitraryConditions,
      arbitraryConditions,
      async (system, formula, a, b) => {
        const atoms = new Map([
          ['a', a],
          ['b', b],
        ]);
        const { statement, survey, isViolated, sections } = await certify(system, formula, atoms);
        expect(sections === undefined).toBe(isViolated);
        if (!sections) return;
        expect(refusalOf(statement, survey, sections)).toBeUndefined();
      },
    ),
    { numRuns: scaled(12), seed: randomSeed('decompositions') },
  );
});
