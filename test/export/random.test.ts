import fc from 'fast-check';
import { expect, test } from 'vitest';
import { search } from '../../src/engine/index.js';
import { toPromela } from '../../src/export/index.js';
import { type Formula, FormulaCheck, parseFormula } from '../../src/logic/index.js';
import {
  defineSystem,
  type Expression,
  type FairnessConstraint,
  or,
  type System,
} from '../../src/system/index.js';
import { arbitraryConditions, arbitraryRequirements, arbitrarySystem } from '../support/arbitrary-system.js';
import { randomSeed, scaled } from '../support/seed.js';
import { buildVerifier, runSpin } from '../support/spin.js';

/* Every verifier is compiled, so there are few of these, and two at a time. */

const quick = ['-O0', '-DNOREDUCE'];
const deep = ['-m100000', '-w16'];

const inPairs = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(arbitrary, { minLength: 2, maxLength: 2 });

/** Half of them without assertions, so that both verdicts are common. */
const asked = fc
  .record({ system: arbitrarySystem, requirements: arbitraryRequirements, asserts: fc.boolean() })
  .map(({ system, requirements: { invariants }, asserts }) => ({
    system: asserts ? system : withoutAssertions(system),
    invariants: [{ property: 'either', holds: or(...invariants.map(({ holds }) => holds)) }],
  }));

function withoutAssertions(system: System): System {
  const templates = system.templates.map((each) => ({
    ...each,
    graph: { ...each.graph, edges: each.graph.edges.map((edge) => ({ ...edge, assertions: [] })) },
  }));
  return defineSystem({ ...system, templates });
}

test('SPIN finds as many states and transitions of random systems, and the same verdict', async () => {
  const verdicts = new Set<boolean>();
  await fc.assert(
    fc.asyncProperty(inPairs(asked), async (pair) => {
      const compare = async ({ system, invariants }: (typeof pair)[number]): Promise<void> => {
        const { text, surplus } = toPromela(system, { about: [], invariants, formulas: [] });
        const spin = await runSpin(text, { gcc: [...quick, '-DSAFETY'], pan: ['-E', '-c0', ...deep] });
        const ours = await search(system, { invariants, goals: new Map() });
        const isViolated = ours.counterexamples.size > 0;
        verdicts.add(isViolated);
        expect([spin.states, spin.transitions, spin.errors > 0]).toEqual([
          ours.statistics.states + surplus.states,
          ours.statistics.transitions + surplus.transitions,
          isViolated,
        ]);
      };
      await Promise.all(pair.map(compare));
    }),
    { numRuns: scaled(8), seed: randomSeed('export of systems') },
  );
  expect(verdicts.size).toBe(2);
});

const atomNames = ['one', 'other'];
/** Every operator that SPIN knows. Its translation of larger formulas may take longer than anybody waits. */
const formulas = fc
  .constantFrom(
    '[] one',
    '<> other',
    '[] (one -> <> other)',
    '[] <> one -> [] <> other',
    '<> [] one || <> [] !one',
    'one U other',
    'one W other',
    'one R other',
    '!(one W other) || <> one',
    '(one <-> other) U (one && !other)',
    '<> one && !([] other)',
    'true U one -> false R other',
  )
  .map((text): Formula => {
    const parsed = parseFormula(text);
    return parsed.ok ? parsed.formula : expect.fail(`${text}: ${parsed.error.message}`);
  });

const claimed = fc.record({
  system: arbitrarySystem,
  formulas: fc.array(formulas, { minLength: 3, maxLength: 3 }),
  conditions: fc.tuple(arbitraryConditions, arbitraryConditions),
});

interface Verdict {
  readonly holds: boolean;
  /** Whether SPIN finds no error, with and without weak fairness. */
  readonly passes: readonly boolean[];
}

async function verdictsOn(
  { system, formulas, conditions }: typeof claimed extends fc.Arbitrary<infer T> ? T : never,
  flags: readonly (readonly string[])[],
): Promise<readonly Verdict[]> {
  const atoms = new Map<string, Expression<boolean>>(
    atomNames.map((name, index) => [name, conditions[index] as Expression<boolean>]),
  );
  const asked = formulas.map((formula, index) => ({
    name: `formula ${index}`,
    temporal: { formula, atoms },
  }));
  const { answers } = await search(system, {
    invariants: [],
    goals: new Map(),
    analyses: new Map(asked.map(({ name, temporal }) => [name, new FormulaCheck(temporal)])),
  });
  const { text, claims } = toPromela(system, { about: [], invariants: [], formulas: asked });
  const verifier = await buildVerifier(text, { defines: ['CLAIMS'], gcc: quick, timeoutMs: 20_000 });
  try {
    const verdicts: Verdict[] = [];
    for (const [index, claim] of claims.entries()) {
      const passes: boolean[] = [];
      for (const each of flags)
        passes.push((await verifier.run(['-a', ...each, '-N', claim, ...deep])).errors === 0);
      verdicts.push({ holds: answers.get(asked[index]?.name ?? '') === undefined, passes });
    }
    return verdicts;
  } finally {
    await verifier.remove();
  }
}

test('SPIN gives the same verdict for formulas, where nothing is fair', async () => {
  const verdicts = new Set<boolean>();
  await fc.assert(
    fc.asyncProperty(inPairs(claimed), async (pair) => {
      for (const { holds, passes } of (
        await Promise.all(pair.map((each) => verdictsOn(each, [[]])))
      ).flat()) {
        verdicts.add(holds);
        expect(passes).toEqual([holds]);
      }
    }),
    { numRuns: scaled(5), seed: randomSeed('export of formulas') },
  );
  expect(verdicts.size).toBe(2);
});

const fairness: fc.Arbitrary<readonly FairnessConstraint[]> = fc
  .tuple(
    fc.constantFrom('weak' as const, 'strong' as const),
    fc.constantFrom('weak' as const, 'strong' as const),
  )
  .map(([p, q]) => [
    { strength: p, template: 'p' },
    { strength: q, template: 'q' },
  ]);

test('what SPIN finds no error in holds of the fair runs', async () => {
  const passed = new Set<boolean>();
  await fc.assert(
    fc.asyncProperty(inPairs(fc.tuple(claimed, fairness)), async (pair) => {
      const all = await Promise.all(
        pair.map(([each, constraints]) =>
          verdictsOn({ ...each, system: defineSystem({ ...each.system, fairness: constraints }) }, [
            [],
            ['-f'],
          ]),
        ),
      );
      for (const { holds, passes } of all.flat())
        for (const each of passes) {
          passed.add(each);
          if (each) expect(holds).toBe(true);
        }
    }),
    { numRuns: scaled(3), seed: randomSeed('export of fair systems') },
  );
  // In most runs something rests, so little is found without an error.
  expect(passed).toContain(true);
});
