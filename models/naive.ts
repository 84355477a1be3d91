import { type ConsistencyModel, patcherAt } from '../src/livepatch/index.js';

/**
 * The negative control: no mechanism at all. The new text of one function after the other is written over the old,
 * whether or not a task is executing it. A task that is goes on at the same place in whatever text stands there now.
 * Overwriting destroys the old code, so it counts as freed.
 */
export const naive: ConsistencyModel = {
  name: 'naive',
  summary: 'the text of each function is overwritten in place, with no care for who executes it',
  source: 'none: it stands for what a live patch must not do',
  leave: 'function',
  switch: 'function',
  gather: 'none',
  wake: 'nobody',
  redirection: 'text in place',

  rules({ functions, removed }) {
    const overwritten = (name: string) => `${name} overwritten`;
    const restored = (name: string) => `${name} restored`;
    const isOverwritten = (name: string) => {
      const position = functions.indexOf(name);
      return patcherAt(
        ...functions.slice(position).map(overwritten),
        ...functions.slice(0, position).map(restored),
      );
    };

    return {
      variables: [],
      entersNew: (_task, name) => isOverwritten(name),
      patcher: [
        ...functions.map((name, index) => ({
          completes: index === functions.length - 1,
          action: `writes the new text over ${name}`,
          from: index === 0 ? 'unpatched' : overwritten(functions[index - 1] as string),
          to: overwritten(name),
        })),
        ...(removed
          ? functions.map((name, index) => ({
              completes: index === functions.length - 1,
              action: `writes the old text over ${name}`,
              from:
                index === 0
                  ? overwritten(functions.at(-1) as string)
                  : restored(functions[index - 1] as string),
              to: restored(name),
            }))
          : []),
      ],
      inTransition: patcherAt(
        ...functions.slice(0, -1).map(overwritten),
        ...(removed ? functions.slice(0, -1).map(restored) : []),
      ),
      removing: patcherAt(...functions.map(restored)),
      freed: { old: isOverwritten },
    };
  },
};
