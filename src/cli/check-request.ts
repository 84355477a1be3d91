import type { CheckRequest } from '../check/index.js';
import { allModels, type ModelOptions, selectModels, selectProperties, telling } from '../names/index.js';
import { loadScenarios } from '../scenario/index.js';

/** What a command checks: scenarios, under which models, and for which properties. */
export interface CheckRequestOptions extends ModelOptions {
  readonly property?: readonly string[];
  readonly allModels?: boolean;
}

/** @throws InputError when a file is wrong, or a name unknown */
export async function checkRequestOf(
  files: readonly string[],
  options: CheckRequestOptions,
): Promise<CheckRequest> {
  const scenarios = await loadScenarios(files);
  const byDefault = options.allModels ? allModels : telling;
  const selection = await selectModels(options, byDefault);
  return {
    scenarios,
    ...selectProperties(options.property, scenarios),
    ...selection,
    ...(options.model === undefined && { defaultModels: byDefault(selection) }),
  };
}
