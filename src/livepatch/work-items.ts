import type { WorkDeclaration } from '../scenario/index.js';
import { boolean, type Expression, or, type SharedVariable, shared, type Variable } from '../system/index.js';

/** The work items of a scenario: which of them are queued. To queue one that is queued already changes nothing. */
export class WorkItems {
  private readonly queued: ReadonlyMap<string, SharedVariable<boolean>>;

  constructor(readonly declared: readonly WorkDeclaration[]) {
    this.queued = new Map(declared.map(({ name }) => [name, shared(`work ${name} queued`, boolean, false)]));
  }

  variables(): readonly Variable[] {
    return [...this.queued.values()];
  }

  of(name: string): SharedVariable<boolean> {
    const item = this.queued.get(name);
    if (item === undefined) throw new Error(`nothing is declared as '${name}'`);
    return item;
  }

  /** True while any is queued. */
  isQueued(): Expression<boolean> {
    return or(...[...this.queued.values()].map(({ value }) => value));
  }
}
