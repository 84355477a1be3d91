import path from 'node:path';
import { otherModels, models as shippedModels } from '../../models/index.js';
import type { ConsistencyModel } from '../livepatch/index.js';
import { type Diagnostic, InputError } from '../scenario/index.js';
import { loadModelFile } from './load-model.js';

/** The models that can be named: those that come with klpcheck, and those of files. */
export interface KnownModels {
  /** The columns, where nobody chooses. */
  readonly knownModels: readonly ConsistencyModel[];
  /** Those that are columns only where they are named. */
  readonly otherModels: readonly ConsistencyModel[];
  /** The files of those that do not come with klpcheck. */
  readonly modelFiles: ReadonlyMap<ConsistencyModel, string>;
}

/** @throws InputError saying everything that is wrong with any of the files */
export async function loadModels(files: readonly string[]): Promise<KnownModels> {
  const modelFiles = new Map<ConsistencyModel, string>();
  const names = new Set([...shippedModels, ...otherModels].map(({ name }) => name));
  const distinct = new Map(files.map((file) => [path.resolve(file), file]));
  const diagnostics: Diagnostic[] = [];
  for (const file of distinct.values()) {
    const loaded = await loadModelFile(file);
    if (!loaded.ok) diagnostics.push(...loaded.diagnostics);
    for (const model of loaded.ok ? loaded.value : []) {
      if (names.has(model.name))
        diagnostics.push({
          file,
          code: 'reserved-name',
          message: `there is a model called '${model.name}' already`,
        });
      names.add(model.name);
      modelFiles.set(model, file);
    }
  }
  if (diagnostics.length > 0) throw new InputError(diagnostics);
  return { knownModels: [...shippedModels, ...modelFiles.keys()], otherModels, modelFiles };
}
