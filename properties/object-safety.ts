import { and, at, everyTaskListedOrNot, implies, labels, safety, someTask } from '../src/model.js';

/**
 * object-safety holds when no task uses an object through a reference that names none, or one that has been freed; when none is freed
 * twice, or while somebody holds a lock of it, or a shadow variable is attached to it, which then stays behind for the next object at
 * that address; when no task uses a shadow variable that is not attached, or allocates one that is; and when no reference count saturates.
 */
export const objectSafety = safety({
  name: 'object-safety',
  summary:
    'every object and shadow variable that is used is there, and an object is freed once, with nothing attached to it',
  observe: ({ objectUses }) => ({
    invariant: and(
      ...objectUses.map(({ label, isSafe }) =>
        everyTaskListedOrNot((task) => implies(at(task, label), isSafe(task))),
      ),
    ),
    // Where there are no objects, there is nothing to ask.
    ...(objectUses.length > 0 && {
      premise: {
        condition: someTask((task) => at(task, labels.usesObject)),
        otherwise: 'no task ever uses an object',
      },
    }),
  }),
});
