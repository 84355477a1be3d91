import type { Location, ProcessReference, ProcessTemplate } from '../system/index.js';
import type { Layout, Whose } from './layout.js';

/** Where an expression stands: in a step of a process that leaves a location, or in a property of states. */
export interface Scope {
  readonly self?: { readonly template: ProcessTemplate; readonly location: Location };
  readonly bound: ReadonlyMap<string, Whose>;
}

/** The scope of a property of states. */
export const everywhere: Scope = { bound: new Map() };

export function bind(scope: Scope, binder: string, whose: Whose): Scope {
  return { ...scope, bound: new Map([...scope.bound, [binder, whose]]) };
}

/** The process that is meant: by its number where that is known. */
export function resolve(reference: ProcessReference, scope: Scope, layout: Layout): Whose {
  switch (reference.kind) {
    case 'named':
      return layout.codings.numberOf(reference.name);
    case 'bound': {
      const whose = scope.bound.get(reference.binder);
      if (whose === undefined) throw new Error('an expression speaks of a process that is not bound');
      return whose;
    }
    case 'self':
      return numberOfSelf(scope, layout) ?? 'self';
  }
}

/** The number of the process that takes the step, where its template has no other. */
export function numberOfSelf({ self }: Scope, { codings }: Layout): number | undefined {
  return self?.template.count === 1 ? codings.numberOf(self.template.name) : undefined;
}
