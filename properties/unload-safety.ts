import { and, at, insideFunction, never, not, or, safety, someTask } from '../src/model.js';

/** unload-safety holds when code is freed only while no task is in it or can return to it. */
export const unloadSafety = safety({
  name: 'unload-safety',
  summary: 'code is freed only when no task is in it or can return to it',
  observe({ patchedFunctions, rules: { freed = {} } }) {
    const bodies = patchedFunctions.flatMap((name) => [
      { label: insideFunction(name, 'old'), isFreed: freed.old?.(name) ?? never },
      { label: insideFunction(name, 'new'), isFreed: freed.new?.(name) ?? never },
    ]);
    return {
      invariant: and(
        ...bodies.map(({ label, isFreed }) =>
          not(
            and(
              isFreed,
              someTask((task) => at(task, label)),
            ),
          ),
        ),
      ),
      premise: {
        condition: or(...bodies.map(({ isFreed }) => isFreed)),
        otherwise: 'no code is ever freed',
      },
    };
  },
});
