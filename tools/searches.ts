/* What pages ask of the checker: one property of one scenario under one model. */
import { models } from '../models/index.js';
import { properties } from '../properties/index.js';
import { type Cell, checkModel } from '../src/check/index.js';
import { findModel, foundOrThrow } from '../src/names/index.js';
import { describeLength } from '../src/report/index.js';
import { loadScenario, type Scenario } from '../src/scenario/index.js';
import { painter } from '../src/text/index.js';
import { renderSteps, tell } from '../src/trace/index.js';

export type Verdict = Cell['verdict'];

/**
 * The verdicts of all properties but quantities, in the order of the table.
 *
 * @param file the path of the scenario
 * @param model such as `klp:kernel=6.4:steps=fine`
 * @throws when the scenario does not load, or a search does not come to an end
 */
export async function cellsOf(file: string, model: string): Promise<readonly Cell[]> {
  const asked = properties.filter(({ kind }) => kind !== 'quantity');
  const instance = foundOrThrow(findModel(model, models), 'a page');
  const { cells } = await checkModel(await scenarioAt(file), instance, asked, undefined);
  for (const { verdict, property } of cells)
    if (verdict.kind === 'inconclusive') throw new Error(`${file}, ${model}, ${property.name}: inconclusive`);
  return cells;
}

async function scenarioAt(file: string): Promise<Scenario> {
  const loaded = await loadScenario(file);
  if (!loaded.ok) throw new Error(`${file} does not load`);
  return loaded.value;
}

/** The cell of one property. It is searched for alone: that has the run which `explain` tells. */
export async function cellOf(file: string, model: string, property: string): Promise<Cell> {
  const asked = properties.filter(({ name }) => name === property);
  const instance = foundOrThrow(findModel(model, models), 'a page');
  const [cell] = (await checkModel(await scenarioAt(file), instance, asked, undefined)).cells;
  if (!cell) throw new Error(`there is no property '${property}'`);
  return cell;
}

/** `27 steps`; of a run without end, `10 steps and a cycle of 4`. */
export function lengthOf({ verdict }: Cell): string {
  if (verdict.kind !== 'violated') throw new Error('there is no run');
  return describeLength(verdict.counterexample);
}

/** The run that violates the property, as `explain` tells it. */
export function renderRun({ verdict }: Cell): readonly string[] {
  if (verdict.kind !== 'violated') throw new Error('there is no run');
  const story = tell(verdict.counterexample);
  return [
    '```',
    ...renderSteps(story, painter(false)),
    ...(story.notices.length > 0 ? ['', ...story.notices.map((notice) => `- ${notice}`)] : []),
    '```',
  ];
}
