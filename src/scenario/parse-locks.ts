import type { LockDeclaration } from './scenario.js';
import type { ScenarioDocument } from './schema.js';

/** The locks that a document declares; those of a list are mutexes. */
export function locksOf({ locks = [] }: Pick<ScenarioDocument, 'locks'>): readonly LockDeclaration[] {
  if (Array.isArray(locks))
    return locks.map((name) => ({ name, kind: 'mutex', count: 1, handedOver: false }));
  return Object.entries(locks).map(([name, written]) => {
    const declared = typeof written === 'string' ? { kind: written } : written;
    const { kind } = declared;
    const count = 'count' in declared ? (declared.count ?? 1) : 1;
    const handedOver = 'handed-over' in declared ? (declared['handed-over'] ?? false) : kind === 'semaphore';
    return { name, kind, count, handedOver };
  });
}
