import type { LockDeclaration } from '../scenario/index.js';
import { at, equal, identity, not, or } from '../system/index.js';
import type { Locks } from './locks.js';
import type { LockUse } from './property.js';
import { isReadable } from './read-lock.js';
import { acquires, acquiresToRead, labels, releases, releasesRead } from './vocabulary.js';

/** What must be so where a task takes a lock or releases it, and of the locks of one that leaves the kernel. */
export function lockUses(
  declared: readonly LockDeclaration[],
  locks: Locks,
  /** That of the patcher, under which callbacks are run. */
  mutex: string | undefined,
): readonly LockUse[] {
  const ofObjects = locks.ownersInObjects().map(
    (owner): LockUse => ({
      label: labels.leavingKernel,
      isRight: (task) => not(equal(owner, identity(task))),
    }),
  );
  const byName = declared.flatMap((each): readonly LockUse[] => {
    const { name, kind } = each;
    if (kind === 'semaphore') return [{ label: releases(name), isRight: () => locks.queued.isTaken(name) }];
    const holdsNot: LockUse['isRight'] = (task) => not(locks.holds(name, task));
    return [
      {
        label: releases(name),
        isRight: (task) => (isReadable(each) ? locks.queued.owns(name, task) : locks.holds(name, task)),
      },
      { label: acquires(name), isRight: holdsNot },
      {
        label: labels.leavingKernel,
        isRight: (task) =>
          name === mutex ? or(at(task, labels.inCallback), holdsNot(task)) : holdsNot(task),
      },
      ...(isReadable(each)
        ? [
            { label: acquiresToRead(name), isRight: holdsNot },
            {
              label: releasesRead(name),
              isRight: (task: Parameters<LockUse['isRight']>[0]) => locks.queued.readersOf(name).isRead(task),
            },
          ]
        : []),
    ];
  });
  return [...byName, ...ofObjects];
}
