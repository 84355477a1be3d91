import type { Composition } from '../livepatch/index.js';
import { printStatement } from '../scenario/index.js';
import { evaluate, processNamed, type State } from '../system/index.js';
import type { Notice } from './notice.js';
import { labelsAt } from './take-path.js';

/** What is wrong with what tasks are about to do with objects. */
export function objectFaults({ system, objectUses }: Composition, state: State): readonly Notice[] {
  return system.processes.flatMap(({ name: task, template }) => {
    const its = labelsAt(template, state.locations.get(task));
    const reference = processNamed(task);
    return objectUses
      .filter(({ label }) => its.includes(label))
      .flatMap(({ statement, faults }) =>
        faults
          .filter(({ isDone }) => evaluate(isDone(reference), system, state))
          .map(
            ({ kind: fault, name }): Notice => ({
              kind: 'object-fault',
              task,
              fault,
              name,
              statement: printStatement(statement),
            }),
          ),
      );
  });
}
