import { processesWithRole } from './lookup.js';
import { variableKey } from './state.js';
import type { System } from './system.js';
import type { Variable } from './variable.js';

/** What a state has a value of: a variable that all share, or that of one process. */
export interface StateVariable {
  /** How the state names it. */
  readonly key: string;
  readonly variable: Variable;
  /** The process whose it is, where each has its own. */
  readonly owner?: string;
}

/** All that a state of the system has values of. */
export function stateVariables(system: System): readonly StateVariable[] {
  return system.variables.flatMap((variable): readonly StateVariable[] =>
    variable.role === undefined
      ? [{ key: variableKey(variable.name), variable }]
      : processesWithRole(system, variable.role).map((owner) => ({
          key: variableKey(variable.name, owner),
          variable,
          owner,
        })),
  );
}
