import { and, at, isInsideVersion, not, or, type ProcessReference, safety, someTask } from '../src/model.js';

/** unload-safety holds when code is freed only while no task is in it or can return to it. */
export const unloadSafety = safety({
  name: 'unload-safety',
  summary: 'code is freed only when no task is in it or can return to it',
  observe({ codeStates, moduleCode, rules }) {
    const patched = codeStates.bodies.map((body) => ({
      isInside: (task: ProcessReference) => isInsideVersion(task, body.functionName, body.version),
      isFreed: rules.isFreed(body.functionName, body.version),
    }));
    const code = [
      ...patched,
      ...moduleCode.map(({ label, isFreed }) => ({
        isInside: (task: ProcessReference) => at(task, label),
        isFreed,
      })),
    ];
    return {
      invariant: and(...code.map(({ isInside, isFreed }) => not(and(isFreed, someTask(isInside))))),
      premise: {
        condition: or(...code.map(({ isFreed }) => isFreed)),
        otherwise: 'no code is ever freed',
      },
    };
  },
});
