/** How large scenarios may be. */
export interface ScenarioSize {
  /** Tasks, of all kinds together. From 1. */
  readonly tasks: number;
  /** Functions, patched or not. From 1. */
  readonly functions: number;
  /** Statements one after the other in a body, or in a branch of one. */
  readonly statements: number;
  /** How deep branches, loops and locked regions may stand in each other. */
  readonly depth: number;
}

/** What is used unless said: most of what goes wrong with a live patch goes wrong here already. */
export const defaultSize: ScenarioSize = { tasks: 3, functions: 3, statements: 2, depth: 2 };
