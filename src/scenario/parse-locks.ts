import type { LockDeclaration } from './scenario.js';
import type { ScenarioDocument } from './schema.js';

/** The locks that a document declares; those of a list are mutexes. */
export function locksOf({ locks = [] }: Pick<ScenarioDocument, 'locks'>): readonly LockDeclaration[] {
  return Array.isArray(locks)
    ? locks.map((name) => ({ name, kind: 'mutex' }))
    : Object.entries(locks).map(([name, kind]) => ({ name, kind }));
}
