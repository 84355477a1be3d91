import type { Changes, Relevance, World } from '../relate/index.js';

/** A function of the draft that something outside of it calls. */
export interface Root {
  readonly function: string;
  /** The tables of these files in which it stands: `proto_ops.setsockopt`. */
  readonly tables: readonly string[];
  /** The functions of these files that call it and are not in the draft. */
  readonly callers: readonly string[];
  readonly task: 'user' | 'kthread';
  /** Locks that it gives back and has not taken, whichever version it is in: whoever calls it has them. */
  readonly callersLocks: readonly string[];
  /** Of these, and of those that it takes, the ones that are held when it returns. */
  readonly heldAfter: readonly string[];
}

/** Where tasks come into the draft. Functions whose way to be called has changed are come to through their callers only. */
export function rootsOf(
  old: World,
  now: World,
  { functions, locks }: Relevance,
  { patched }: Changes,
  otherSignature: ReadonlySet<string>,
): readonly Root[] {
  const inner = (world: World, name: string): readonly string[] =>
    world.callersOf(name).filter((caller) => functions.has(caller) && caller !== name);
  return [...functions]
    .filter((name) => old.functions.has(name) && now.functions.has(name) && !otherSignature.has(name))
    .filter((name) => {
      const isCalledInside = inner(old, name).length > 0 && inner(now, name).length > 0;
      return (
        !isCalledInside ||
        tablesOf(now, name).length > 0 ||
        (patched.has(name) && isOnlyBelowItself(now, name, functions))
      );
    })
    .map((name) => rootOf(name, old, now, functions, locks));
}

/** Of functions that call each other in a circle, none would be a root. */
function isOnlyBelowItself(world: World, name: string, functions: ReadonlySet<string>): boolean {
  return world
    .callersOf(name)
    .every((caller) => !functions.has(caller) || world.reachableFrom(name).has(caller));
}

function rootOf(
  name: string,
  old: World,
  now: World,
  functions: ReadonlySet<string>,
  locks: ReadonlySet<string>,
): Root {
  const isOfDraft = (lock: string): boolean => locks.has(lock);
  const [before, after] = [old.heldIn(name), now.heldIn(name)];
  const callersLocks = [...before.ofCaller].filter((lock) => isOfDraft(lock) && after.ofCaller.has(lock));
  const held = new Set(callersLocks);
  const [oldExit, newExit] = [old.heldIn(name, held).atExit, now.heldIn(name, held).atExit];
  const tables = tablesOf(now, name);
  const kinds = tables.flatMap(
    (table) => now.table.entries.get(table) ?? now.table.entries.get(table.split('.')[0] ?? '') ?? [],
  );
  return {
    function: name,
    tables,
    callers: now.callersOf(name).filter((caller) => !functions.has(caller)),
    task: kinds.includes('kthread') ? 'kthread' : 'user',
    callersLocks,
    heldAfter: [...oldExit].filter((lock) => isOfDraft(lock) && newExit.has(lock)),
  };
}

function tablesOf(world: World, name: string): readonly string[] {
  const found = world.entries.filter((entry) => entry.function === name);
  return [...new Set(found.map(({ struct, field }) => (struct === '' ? field : `${struct}.${field}`)))];
}
