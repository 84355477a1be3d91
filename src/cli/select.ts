import path from 'node:path';
import { models as shippedModels } from '../../models/index.js';
import { properties as shippedProperties } from '../../properties/index.js';
import {
  type CheckRequest,
  findModel,
  findProperty,
  findScenarioFiles,
  foundOrThrow,
  loadModelFile,
  loadScenario,
} from '../check/index.js';
import { type ConsistencyModel, instantiate, type Waker } from '../livepatch/index.js';
import { type Diagnostic, InputError, type Scenario } from '../scenario/index.js';

/** The options by which both `check` and `explain` choose models. */
export interface ModelOptions {
  readonly model?: readonly string[];
  readonly modelFile?: readonly string[];
  readonly wake?: Waker;
}

/** The models that are known, and those of them that are wanted. */
export type Selection = Pick<CheckRequest, 'knownModels' | 'models' | 'modelFiles'>;

/** @throws InputError when a name is unknown, or a model file wrong */
export async function selectModels({ model, modelFile = [], wake }: ModelOptions): Promise<Selection> {
  const modelFiles = await loadModels(modelFile);
  const knownModels = [...shippedModels, ...modelFiles.keys()];
  if (model === undefined && wake === undefined) return { knownModels, modelFiles };
  const decided = wake && model?.find((name) => name.includes(':wake='));
  if (decided) throw new InputError([{ file: '--wake', message: `'${decided}' says already who wakes` }]);
  const chosen =
    model?.map((name) => foundOrThrow(findModel(name, knownModels), '--model')) ??
    knownModels.map((each) => instantiate(each));
  return {
    knownModels,
    modelFiles,
    models: wake ? chosen.map((each) => instantiate(each.model, wake, each.parameters)) : chosen,
  };
}

async function loadModels(files: readonly string[]): Promise<ReadonlyMap<ConsistencyModel, string>> {
  const modelFiles = new Map<ConsistencyModel, string>();
  const names = new Set(shippedModels.map(({ name }) => name));
  const distinct = new Map(files.map((file) => [path.resolve(file), file]));
  const diagnostics: Diagnostic[] = [];
  for (const file of distinct.values()) {
    const loaded = await loadModelFile(file);
    if (!loaded.ok) diagnostics.push(...loaded.diagnostics);
    for (const model of loaded.ok ? loaded.value : []) {
      if (names.has(model.name))
        diagnostics.push({ file, message: `there is a model called '${model.name}' already` });
      names.add(model.name);
      modelFiles.set(model, file);
    }
  }
  if (diagnostics.length > 0) throw new InputError(diagnostics);
  return modelFiles;
}

/**
 * The properties that are known, and those of them, and of the formulas that the scenarios state, that are wanted.
 *
 * @throws InputError when a name is unknown
 */
export function selectProperties(
  names: readonly string[] | undefined,
  scenarios: readonly Scenario[],
): Pick<CheckRequest, 'knownProperties' | 'properties' | 'formulas'> {
  if (names === undefined) return { knownProperties: shippedProperties };
  const stated = scenarios.flatMap(({ formulas }) => formulas.map(({ name }) => name));
  const formulas = names.filter((name) => stated.includes(name));
  const properties = names
    .filter((name) => !formulas.includes(name))
    .map((name) => foundOrThrow(findProperty(name, shippedProperties, stated), '--property'));
  return { knownProperties: shippedProperties, properties, formulas };
}

/** @throws InputError saying everything that is wrong with any of them */
export async function loadScenarios(names: readonly string[]): Promise<readonly Scenario[]> {
  const files = unwrap(await findScenarioFiles(names));
  const scenarios: Scenario[] = [];
  const diagnostics: Diagnostic[] = [];
  // One after the other: a folder may have more files than a process can have open.
  for (const file of files) {
    const result = await loadScenario(file);
    if (result.ok) scenarios.push(result.value);
    else diagnostics.push(...result.diagnostics);
  }
  if (diagnostics.length > 0) throw new InputError(diagnostics);
  return scenarios;
}

function unwrap<T>(result: { ok: true; value: T } | { ok: false; diagnostics: readonly Diagnostic[] }): T {
  if (!result.ok) throw new InputError(result.diagnostics);
  return result.value;
}
