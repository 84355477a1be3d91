import type { Counterexample } from '../check/index.js';

/** The run as `check --json` and `explain --format json` give it. */
export function toJson({ steps, stuckTasks, loopStart, cycle, mayBeShorter, remark }: Counterexample) {
  return {
    steps: steps.map(({ task, action, location, source, changes }) => ({
      task,
      action,
      location,
      ...(source && { line: source.line, column: source.column }),
      changes: changes.map(({ variable, before, after }) => ({ variable, before, after })),
    })),
    ...(stuckTasks && { stuckTasks: [...stuckTasks] }),
    ...(loopStart !== undefined && { loopStart }),
    ...(cycle && {
      cycle: {
        fairness: cycle.fairness.map((each) => ({ ...each })),
        neverTaken: cycle.neverTaken.map((each) => ({ ...each })),
        awaited: [...cycle.awaited],
        awaitedAtTimes: [...cycle.awaitedAtTimes],
        mentioned: [...cycle.mentioned],
        atoms: cycle.atoms.map((each) => ({ ...each })),
      },
    }),
    ...(mayBeShorter && { mayBeShorter }),
    ...(remark !== undefined && { remark }),
  };
}
