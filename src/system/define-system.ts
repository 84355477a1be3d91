import type { FairnessConstraint } from './fairness.js';
import type { ProcessTemplate } from './graph.js';
import { processNamesOf, type System } from './system.js';
import { findProblems } from './validate.js';
import type { Variable } from './variable.js';

/** Thrown when a system is not well-formed. `problems` has one sentence for each mistake, with the location of it. */
export class SystemDefinitionError extends Error {
  override readonly name = 'SystemDefinitionError';
  constructor(readonly problems: readonly string[]) {
    super(`not a well-formed transition system:\n  ${problems.join('\n  ')}`);
  }
}

/**
 * Checks names, types and ranges, and makes a system.
 *
 * @throws SystemDefinitionError with every mistake there is
 */
export function defineSystem(description: {
  readonly variables: readonly Variable[];
  readonly templates: readonly ProcessTemplate[];
  readonly fairness?: readonly FairnessConstraint[];
}): System {
  const { templates, fairness = [] } = description;
  const processes = templates.flatMap((template) =>
    processNamesOf(template).map((name) => ({ name, template })),
  );
  const system: System = { ...description, fairness, processes };
  const problems = findProblems(system);
  if (problems.length > 0) throw new SystemDefinitionError(problems);
  return system;
}
