import { and, at, bindFresh, not } from '../system/index.js';
import { addCrossing } from './boundary.js';
import { action, type TaskGraph } from './task-graph.js';
import { forks, labels, stepTags, taskRole } from './vocabulary.js';

/**
 * A task that is there only once it is forked. It is put on the task list with what `fork()` gives it, and then comes from
 * `ret_from_fork()` to where it would start.
 *
 * @returns where it is before that
 */
export function addBirth(graph: TaskGraph, first: string): string {
  const { rules, variables } = graph.around;
  const unborn = graph.addLocation('not born yet', [labels.unlisted, labels.unborn], true);
  const [binder, birth] = bindFresh(taskRole, (parent) => ({
    guard: and(at(parent, forks(graph.task.name)), not(variables.hasForkedChild(parent).value)),
    set: [...(rules.onFork?.(parent) ?? []), variables.hasForkedChild(parent).becomes(true)],
  }));
  graph.addEdge(unborn, born(graph, first), action('is put on the task list by %', [stepTags.isBorn]), {
    ...birth,
    choice: { binder, role: taskRole },
  });
  return unborn;
}

function born(graph: TaskGraph, first: string): string {
  if (graph.task.kind === 'kthread') return first;
  const returning = graph.addLocation('ret_from_fork', [labels.leavingKernel]);
  addCrossing(graph, returning, first);
  return returning;
}
