import { type Condition, printCondition } from '../scenario/index.js';

/** The two universes, in kGraft's word: the set of functions before the patch, and the set after it. */
export type Version = 'old' | 'new';

/** What a task is labelled with while a body of that version of `functionName` is on its stack. */
export function insideFunction<V extends string>(functionName: string, version: V): `inside ${V} ${string}` {
  return `inside ${version} ${functionName}`;
}

/** What a task is labelled with while code of that module is on its stack. */
export function insideModule(module: string): `inside module ${string}` {
  return `inside module ${module}`;
}

/** What a task is labelled with while it is about to take, or to release, a lock. */
export function acquires(lock: string): `acquires ${string}` {
  return `acquires ${lock}`;
}

export function releases(lock: string): `releases ${string}` {
  return `releases ${lock}`;
}

/** What a task is labelled with while it is about to take a lock to read, or to release it. */
export function acquiresToRead(lock: string): `acquires to read ${string}` {
  return `acquires to read ${lock}`;
}

export function releasesRead(lock: string): `releases after reading ${string}` {
  return `releases after reading ${lock}`;
}

/** What a task is labelled with while it stands in the queue of a lock, for itself alone or to read. */
export function queuesFor(lock: string): `queues for ${string}` {
  return `queues for ${lock}`;
}

export function queuesToRead(lock: string): `queues to read ${string}` {
  return `queues to read ${lock}`;
}

/** What a task is labelled with while it stands where it waits for an event, which may be there. */
export function waitsFor(event: string): `waits for ${string}` {
  return `waits for ${event}`;
}

/** What a task is labelled with while it stands where it waits for a condition, which may be true. */
export function waitsUntil(condition: Condition): `waits until ${string}` {
  return `waits until ${printCondition(condition)}`;
}

/** What a task is labelled with while it puts a new one of that declaration on the task list. */
export function forks(taskName: string): `forks ${string}` {
  return `forks ${taskName}`;
}

/** What every location of the tasks of one declaration is labelled with. */
export function declaredAs(taskName: string): `declared as ${string}` {
  return `declared as ${taskName}`;
}
