import type { DocumentScope } from './document.js';
import { type NameTable, named } from './lookup.js';
import { parseWholeBody } from './parse-functions.js';
import type { TaskDeclaration } from './scenario.js';
import { hasUserSpace } from './task-kinds.js';
import { countOf, type TaskDocument } from './task-schema.js';

/** The tasks that a document declares. */
export function parseTasks(scope: DocumentScope, names: NameTable): readonly TaskDeclaration[] {
  return Object.entries(scope.value.tasks).map(([name, task]) => parseTask(scope, name, task, names));
}

function parseTask(
  scope: DocumentScope,
  name: string,
  task: TaskDocument,
  names: NameTable,
): TaskDeclaration {
  const path = ['tasks', name];
  const common = { name, count: countOf(task), source: scope.document.locate(path, 'key') };
  switch (task.kind) {
    case 'user': {
      const syscalls = Object.keys(scope.value.syscalls ?? {});
      task.runs.forEach((syscall, index) => {
        named('system call', syscall, syscalls, [...path, 'runs', index], scope);
      });
      return { ...common, kind: 'user', runs: task.runs, repeat: task.repeat ?? 'forever' };
    }
    case 'kthread': {
      const body = parseWholeBody(scope, task.runs, [...path, 'runs'], names);
      if (task.runs.length === 0 || (body.length > 0 && body.every((each) => each.kind === 'label')))
        scope.report([...path, 'runs'], 'nothing-to-check', 'a kernel thread that does nothing');
      return { ...common, kind: 'kthread', body };
    }
    case 'cpu-hog':
      return { ...common, kind: 'cpu-hog', timer: task.timer ?? false };
    case 'signaller': {
      const userTasks = Object.entries(scope.value.tasks)
        .filter(([other, each]) => hasUserSpace(each) && other !== name)
        .map(([other]) => other);
      (task.signals ?? []).forEach((other, index) => {
        named('user task', other, userTasks, [...path, 'signals', index], scope);
      });
      return { ...common, kind: 'signaller', signals: task.signals ?? userTasks };
    }
    case 'idle':
      return {
        ...common,
        kind: 'idle',
        body: parseWholeBody(scope, task.runs ?? [], [...path, 'runs'], names),
      };
    case 'worker':
      if (names.work.length === 0)
        scope.report(
          path,
          'nothing-to-check',
          'a worker, and there is no work: expected work items under work',
          undefined,
          'key',
        );
      return { ...common, kind: 'worker' };
    case 'interrupt':
    case 'timer': {
      const interruptible = Object.entries(scope.value.tasks)
        .filter(([, { kind }]) => kind !== 'interrupt' && kind !== 'timer')
        .map(([other]) => other);
      (task.on ?? []).forEach((other, index) => {
        named('task', other, interruptible, [...path, 'on', index], scope);
      });
      if (task.runs.length === 0)
        scope.report(
          [...path, 'runs'],
          'nothing-to-check',
          `${task.kind === 'timer' ? 'a timer' : 'an interrupt'} that does nothing`,
        );
      return {
        ...common,
        kind: task.kind,
        body: parseWholeBody(scope, task.runs, [...path, 'runs'], names),
        on: task.on ?? interruptible,
        ...(task.times !== undefined && { times: task.times }),
      };
    }
  }
}
