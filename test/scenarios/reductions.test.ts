import { beforeAll, expect, test } from 'vitest';
import { models, otherModels } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { type Cell, check, type Reductions } from '../../src/check/index.js';
import type { Scenario } from '../../src/scenario/index.js';
import { findScenarioFiles, loadScenario } from '../../src/scenario/index.js';
import { combinations } from '../support/expect-same-verdicts.js';
import { randomSeed, scaled } from '../support/seed.js';

/*
 * On the scenarios that ship, each combination of reductions gives the verdicts that none gives: on every scenario by
 * `npm run test:long`. Else all together are tried on every second one, the others in the next run, and each other combination on a
 * quarter of these, so that all are tried on some.
 */

const isLong = scaled(1) > 1;

let scenarios: readonly Scenario[];
let full: readonly string[];
let fullStates: number;

const statesOf = (cells: readonly Cell[]): number =>
  [...new Set(cells.map(({ statistics }) => statistics))].reduce((sum, { states }) => sum + states, 0);

function describe({ scenario, model, property, verdict }: Cell): string {
  const vacuous = verdict.kind === 'holds' ? (verdict.vacuous ?? '') : '';
  return `${scenario.file}, ${model.name}, ${property.name}: ${verdict.kind} ${vacuous}`;
}

async function checkSafety(reductions: Reductions, chosen = scenarios) {
  const safety = properties.filter(({ kind }) => kind === 'safety');
  const { cells, unreached } = await check(
    {
      scenarios: chosen,
      knownModels: models,
      otherModels,
      knownProperties: properties,
      properties: safety,
      formulas: [],
    },
    { reductions },
  );
  const statements = unreached.map(
    ({ scenario, model, body, line }) => `${scenario.file}:${line}, ${model.name}, ${body}`,
  );
  return { said: [...cells.map(describe), ...statements], states: statesOf(cells) };
}

beforeAll(async () => {
  const files = await findScenarioFiles(['scenarios']);
  if (!files.ok) throw new Error('no scenarios');
  const loaded = await Promise.all(files.value.map(loadScenario));
  const which = randomSeed('which of the scenarios') % 2;
  scenarios = loaded
    .flatMap((result) => (result.ok ? [result.value] : []))
    .filter((_, position) => isLong || position % 2 === which);
  ({ said: full, states: fullStates } = await checkSafety([]));
}, 120_000);

const most = Math.max(...combinations.map(({ length }) => length));

test.each(combinations.map((each, index) => [each, index] as const))('with %j', async (reductions, index) => {
  const isTriedOnAll = reductions.length === most || isLong;
  const chosen = scenarios.filter((_, position) => isTriedOnAll || position % 4 === index % 4);
  const files = new Set(chosen.map(({ file }) => file));
  const { said, states } = await checkSafety(reductions, chosen);
  expect(said).toEqual(full.filter((each) => files.has(each.split(/[,:]/, 1)[0] ?? '')));
  expect(said.length).toBeGreaterThan(350);
  expect(states).toBeLessThan(fullStates);
});
