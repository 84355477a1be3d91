import type { ModuleDeclaration } from '../scenario/index.js';
import {
  type Assignable,
  boolean,
  not,
  type SharedVariable,
  shared,
  type Variable,
} from '../system/index.js';
import type { Module } from './model.js';
import { insideModule } from './vocabulary.js';

/** The modules of a workload: whether the code of each is in memory. */
export class Modules {
  private readonly variables: ReadonlyMap<string, SharedVariable<boolean>>;
  private readonly homes: ReadonlyMap<string, string>;

  constructor(private readonly declared: readonly ModuleDeclaration[]) {
    this.variables = new Map(
      declared.map(({ name, isLoaded }) => [name, shared(`module ${name} is there`, boolean, isLoaded)]),
    );
    this.homes = new Map(declared.flatMap(({ name, functions }) => functions.map((each) => [each, name])));
  }

  all(): readonly Variable[] {
    return [...this.variables.values()];
  }

  isThere(module: string): Assignable<boolean> {
    const variable = this.variables.get(module);
    if (!variable) throw new Error(`no module is declared as '${module}'`);
    return variable;
  }

  /** What a task is labelled with while code of the module is on its stack that has the function. */
  labelsInside(functionName: string): readonly string[] {
    const home = this.homes.get(functionName);
    return home === undefined ? [] : [insideModule(home)];
  }

  /** As mechanisms know them. */
  forMechanism(): readonly Module[] {
    return this.declared.map(({ name, functions, isLoaded }) => ({
      name,
      functions,
      isLoaded,
      isThere: this.isThere(name).value,
    }));
  }

  /** The code that can be freed under a task. */
  code() {
    return this.declared.map(({ name }) => ({
      label: insideModule(name),
      isFreed: not(this.isThere(name).value),
    }));
  }
}
