import { originalVersion, type ScenarioDocument } from '../scenario/index.js';

/** The scenarios with one patch less of several: with its versions gone, and what was done with it. */
export function* withFewerPatches(document: ScenarioDocument): Generator<ScenarioDocument> {
  const { patches = {}, lifecycle } = document;
  const names = Object.keys(patches);
  for (const dropped of names.length > 1 ? names : []) {
    const functions = Object.entries(document.functions).map(([name, declared]) => {
      if (Array.isArray(declared) || !('versions' in declared)) return [name, declared] as const;
      const versions = Object.fromEntries(
        Object.entries(declared.versions).filter(([version]) => version !== dropped),
      );
      // What no patch changes any more has one body, which is called as it is.
      const { [originalVersion]: original = [] } = versions;
      return [name, Object.keys(versions).length > 1 ? { ...declared, versions } : original] as const;
    });
    yield {
      ...document,
      functions: Object.fromEntries(functions),
      patches: Object.fromEntries(Object.entries(patches).filter(([name]) => name !== dropped)),
      ...(lifecycle && { lifecycle: lifecycle.filter((each) => each.trim().split(/\s+/)[1] !== dropped) }),
    };
  }
}
