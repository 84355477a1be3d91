import {
  always,
  and,
  at,
  bindFresh,
  type Expression,
  exists,
  never,
  not,
  or,
  type ProcessReference,
} from '../system/index.js';
import { addKernelEntry, addKernelExit, addUserSpace } from './boundary.js';
import { action, type TaskGraph } from './task-graph.js';
import { declaredAs, labels, userTaskRole } from './vocabulary.js';

/** A user task that makes one system call over and over: it signals one task, and returns. */
export function compileSignaller(graph: TaskGraph, signalled: readonly string[]): string {
  const { variables, rules, instance } = graph.around;
  const location = addUserSpace(graph, 'user space, before kill');
  const leaving = addKernelExit(graph, 'kill', location);
  const inKernel = graph.addLocation('kill', []);
  addKernelEntry(graph, location, inKernel, 'kill');
  const takesSignal = (task: ProcessReference): Expression<boolean> =>
    and(
      or(...signalled.map((name) => at(task, declaredAs(name)))),
      not(at(task, labels.unlisted)),
      variables.signalPending(task).is(false),
      // The script reads which tasks the transition waits for, as /proc tells it.
      instance.wake === 'userspace' ? (rules.awaits?.(task) ?? never) : always,
    );
  const [binder, target] = bindFresh(userTaskRole, (task) => ({
    guard: takesSignal(task),
    set: [variables.signalPending(task).becomes(true)],
  }));
  graph.addEdge(inKernel, leaving, action('signals %'), {
    ...target,
    choice: { binder, role: userTaskRole },
  });
  graph.addEdge(inKernel, leaving, action('finds nobody to signal'), {
    guard: not(exists(userTaskRole, takesSignal)),
  });
  return location;
}
