import { expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { type Cell, check } from '../../src/check/index.js';
import { findModel, foundOrThrow } from '../../src/names/index.js';
import { loadScenarios } from '../../src/scenario/index.js';
import { randomSeed, scaled } from '../support/seed.js';

/*
 * To take the sections with preemption off apart into single reads and writes changes no verdict on any scenario that ships:
 * that is what the barriers and the syncs are for. But one: where a transition turns round, its sync waits for whoever has preemption
 * off. So a task cannot do its part by its own and the patcher's steps alone, until another has left that section. Every
 * scenario is tried by `npm run test:long`, else every third, which ones being chosen at random.
 */
test('single reads and writes have the verdicts of whole sections', async () => {
  const which = randomSeed('which of the scenarios') % 3;
  const scenarios = (await loadScenarios(['scenarios']))
    .filter((_, position) => scaled(1) > 1 || position % 3 === which)
    .map((each) => ({ ...each, expectations: [] }));
  const verdictsOf = async (name: string): Promise<readonly string[]> => {
    const { cells } = await check({
      scenarios,
      knownModels: models,
      knownProperties: properties,
      models: [foundOrThrow(findModel(name, models), 'test')],
    });
    return cells.filter(isAsked).map(({ scenario, property, verdict }) => {
      const isVacuous = verdict.kind === 'holds' && verdict.vacuous !== undefined;
      return `${scenario.name}, ${property.name}: ${isVacuous ? 'vacuous' : verdict.kind}`;
    });
  };
  const coarse = await verdictsOf('klp');
  expect(coarse.length).toBeGreaterThan(700);
  expect(await verdictsOf('klp:steps=fine')).toEqual(coarse);
}, 120_000);

function isAsked({ scenario: { patch }, property }: Cell): boolean {
  return !(property.name === 'non-interference' && patch.reversed);
}
