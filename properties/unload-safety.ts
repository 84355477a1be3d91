import { and, isInsideVersion, not, or, safety, someTask } from '../src/model.js';

/** unload-safety holds when code is freed only while no task is in it or can return to it. */
export const unloadSafety = safety({
  name: 'unload-safety',
  summary: 'code is freed only when no task is in it or can return to it',
  observe({ codeStates, rules }) {
    const bodies = codeStates.bodies.map((body) => ({
      body,
      isFreed: rules.isFreed(body.functionName, body.version),
    }));
    return {
      invariant: and(
        ...bodies.map(({ body, isFreed }) =>
          not(
            and(
              isFreed,
              someTask((task) => isInsideVersion(task, body.functionName, body.version)),
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
