import { models as shippedModels } from '../../models/index.js';
import { properties as shippedProperties } from '../../properties/index.js';
import {
  findModel,
  findProperty,
  findScenarioFiles,
  isUnknown,
  loadModelFile,
  loadScenario,
  type UnknownName,
} from '../check/index.js';
import {
  type ConsistencyModel,
  instantiate,
  type ModelInstance,
  type SafetyProperty,
  type Waker,
} from '../livepatch/index.js';
import { type Diagnostic, InputError, type Scenario } from '../scenario/index.js';

/** The options by which both `check` and `explain` choose models. */
export interface ModelOptions {
  readonly model?: readonly string[];
  readonly modelFile?: readonly string[];
  readonly wake?: Waker;
}

export interface Selection {
  readonly knownModels: readonly ConsistencyModel[];
  /** Absent when all are wanted. */
  readonly models?: readonly ModelInstance[];
}

/** @throws InputError when a name is unknown, or a model file wrong */
export async function selectModels({ model, modelFile = [], wake }: ModelOptions): Promise<Selection> {
  const own: ConsistencyModel[] = [];
  for (const file of modelFile) own.push(...unwrap(await loadModelFile(file)));
  const knownModels = [...shippedModels, ...own];
  const twice = knownModels.find(
    ({ name }, index) => knownModels.findIndex((each) => each.name === name) !== index,
  );
  if (twice)
    throw new InputError([
      { file: modelFile.join(', '), message: `there is a model called '${twice.name}' already` },
    ]);
  if (model === undefined && wake === undefined) return { knownModels };
  const chosen =
    model?.map((name) => orThrow<ModelInstance>(findModel(name, knownModels), '--model')) ??
    knownModels.map((each) => instantiate(each));
  return { knownModels, models: wake ? chosen.map((each) => instantiate(each.model, wake)) : chosen };
}

/** @throws InputError when a name is unknown */
export function selectProperties(names: readonly string[] | undefined): readonly SafetyProperty[] {
  return (
    names?.map((name) => orThrow<SafetyProperty>(findProperty(name, shippedProperties), '--property')) ??
    shippedProperties
  );
}

/** @throws InputError saying everything that is wrong with any of them */
export async function loadScenarios(names: readonly string[]): Promise<readonly Scenario[]> {
  const files = unwrap(await findScenarioFiles(names));
  const results = await Promise.all(files.map(loadScenario));
  const diagnostics = results.flatMap((result) => (result.ok ? [] : result.diagnostics));
  if (diagnostics.length > 0) throw new InputError(diagnostics);
  return results.flatMap((result) => (result.ok ? [result.value] : []));
}

function unwrap<T>(result: { ok: true; value: T } | { ok: false; diagnostics: readonly Diagnostic[] }): T {
  if (!result.ok) throw new InputError(result.diagnostics);
  return result.value;
}

function orThrow<T extends object>(found: T | UnknownName, option: string): Exclude<T, UnknownName> {
  if (isUnknown(found)) throw new InputError([{ file: option, ...found }]);
  return found as Exclude<T, UnknownName>;
}
