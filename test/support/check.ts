import { expect } from 'vitest';
import { models, otherModels } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { type Cell, checkModel } from '../../src/check/index.js';
import { formulaProperty } from '../../src/livepatch/index.js';
import { findModel, foundOrThrow } from '../../src/names/index.js';
import { scenarioOf } from './scenarios.js';

/** Checks the text of a scenario, with the formulas in it, under a model such as `kgraft:wake=nobody`. */
export async function cellsOf(text: string, modelName: string): Promise<readonly Cell[]> {
  const model = foundOrThrow(findModel(modelName, [...models, ...otherModels]), 'test');
  const scenario = scenarioOf(text);
  const asked = [...properties, ...scenario.formulas.map(formulaProperty)];
  return (await checkModel(scenario, model, asked, undefined)).cells;
}

/** The verdict for one property: `holds`, `vacuous`, `violated`. */
export async function verdictOf(text: string, modelName: string, property: string): Promise<string> {
  const cell = (await cellsOf(text, modelName)).find((each) => each.property.name === property);
  if (!cell) return expect.fail(`no property ${property}`);
  return cell.verdict.kind === 'holds' && cell.verdict.vacuous !== undefined ? 'vacuous' : cell.verdict.kind;
}

/** What the tasks do in the shortest run that violates the property: `writer: takes lock A`. */
export async function runOf(text: string, modelName: string, property: string): Promise<readonly string[]> {
  const cell = (await cellsOf(text, modelName)).find((each) => each.property.name === property);
  if (cell?.verdict.kind !== 'violated') return expect.fail(`${property} is not violated`);
  return cell.verdict.counterexample.steps.map(({ task, action }) => `${task}: ${action}`);
}
