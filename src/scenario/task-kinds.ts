import type { InterruptDeclaration, TaskDeclaration } from './scenario.js';
import type { Body } from './statement.js';

/** Whether tasks of that kind have a user space, and so take signals. */
export function hasUserSpace({ kind }: Pick<TaskDeclaration, 'kind'>): boolean {
  return kind === 'user' || kind === 'cpu-hog' || kind === 'signaller';
}

export function isInterrupt(task: TaskDeclaration): task is TaskDeclaration & InterruptDeclaration {
  return task.kind === 'interrupt' || task.kind === 'timer';
}

/** The body that a task has of its own: not those of system calls or of work items. */
export function ownBody(task: TaskDeclaration): Body {
  return 'body' in task ? task.body : [];
}
