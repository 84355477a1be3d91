import { readFileSync } from 'node:fs';
import { models } from '../models/index.js';
import { properties } from '../properties/index.js';
import { type Composition, compose, formulaProperty, instantiate } from '../src/livepatch/index.js';
import { parseScenario } from '../src/scenario/index.js';

/** What is searched in a benchmark. */
export interface Workload {
  /** A file of `workloads/`, without its ending. */
  readonly name: string;
  readonly model: string;
  /** How many identical tasks there are. */
  readonly tasks: number;
  /** Names of properties, or of formulas that the file states. */
  readonly properties: readonly string[];
}

/** @throws Error when there is no such workload, model or property */
export function composeWorkload({ name, model, tasks, properties: names }: Workload): Composition {
  const text = readFileSync(new URL(`workloads/${name}.yaml`, import.meta.url), 'utf8');
  const scenario = parseScenario(text.replace(/count: \d+/, `count: ${tasks}`), `${name}.yaml`);
  const found = models.find((each) => each.name === model);
  if (!scenario.ok || !found) throw new Error(`the workload '${name}' under '${model}' cannot be composed`);
  const selected = [...properties, ...scenario.value.formulas.map(formulaProperty)].filter((each) =>
    names.includes(each.name),
  );
  if (selected.length !== names.length) throw new Error(`there are no properties ${names.join(', ')}`);
  return compose(scenario.value, instantiate(found), selected);
}

/** The same, of whose infinite runs nothing is assumed: no other checker knows our fairness. */
export function withoutFairness(composition: Composition): Composition {
  return { ...composition, system: { ...composition.system, fairness: [] } };
}
