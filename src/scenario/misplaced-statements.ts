import { reachableStatements } from './call-graph.js';
import type { DocumentScope } from './document.js';
import type { FunctionDeclaration, TaskDeclaration } from './scenario.js';
import type { Statement } from './statement.js';
import { isInterrupt, ownBody } from './task-kinds.js';

/** What is done to a task, which an interrupt is not. */
const ofTasks: readonly Statement['kind'][] = [
  'safe-point',
  'signal-pending',
  'fork',
  'release-task',
  'exit',
];
/** What the idle task of a CPU never does: it is always there. */
const notOfIdleTasks: readonly Statement['kind'][] = ['safe-point', 'release-task', 'exit'];

/** Refuses statements that whoever comes to them cannot mean, at the statement. */
export function rejectStatementsOfTasks(
  scope: DocumentScope,
  tasks: readonly TaskDeclaration[],
  functions: readonly FunctionDeclaration[],
): void {
  for (const task of tasks) {
    const [what, refused] = isInterrupt(task)
      ? ([task.kind === 'timer' ? 'timer' : 'interrupt', ofTasks] as const)
      : (['idle task', task.kind === 'idle' ? notOfIdleTasks : []] as const);
    if (refused.length === 0) continue;
    for (const { kind, source } of reachableStatements([ownBody(task)], functions))
      if (refused.includes(kind))
        scope.reportAt(
          source,
          'misplaced-statement',
          `'${kind}' where the ${what} '${task.name}' comes to it`,
          `no ${what} can do that: leave it to a task`,
        );
  }
}
