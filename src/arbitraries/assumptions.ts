import {
  bodyOfTask,
  countOf,
  locksOf,
  type ScenarioDocument,
  type StatementDocument,
} from '../scenario/index.js';
import { allStatements, bodiesIn, isPatched, keywordOf, reachedFrom, wordsOf } from './walk.js';

/** Something that may be assumed of a patch and a workload. */
export interface Assumption {
  readonly name: string;
  /** What it says, in one sentence. */
  readonly summary: string;
  holds(document: ScenarioDocument): boolean;
}

/** What can be assumed, from what a patch author controls to what the workload must be like. */
export const assumptions = [
  {
    name: 'one-patched-function',
    summary: 'the patch replaces one function',
    holds: ({ functions }) => Object.values(functions).filter(isPatched).length <= 1,
  },
  {
    name: 'same-signatures',
    summary: 'no patched function is called in another way than before',
    holds: ({ functions }) => !Object.values(functions).some((each) => isPatched(each) && each.signature),
  },
  {
    name: 'patch-stays',
    summary: 'the patch is not taken out again, and its transition not reversed',
    holds: ({ patch }) => !patch?.removed && !patch?.reversed,
  },
  {
    name: 'no-shared-locks',
    summary: 'no lock is used by two tasks',
    holds: (document) =>
      !isShared(
        document,
        locksOf(document).map(({ name }) => name),
      ),
  },
  {
    name: 'no-shared-data',
    summary: 'no data is used by two tasks',
    holds: (document) => !isShared(document, sharedDataOf(document)),
  },
  {
    name: 'no-cross-task-waits',
    summary: 'no task waits for an event, which another one would have to leave',
    holds: (document) => !everyStatement(document).some((each) => keywordOf(each)[0] === 'wait'),
  },
  {
    name: 'interruptible-sleeps',
    summary: 'every sleep is ended by a signal',
    holds: (document) => !everyStatement(document).some((each) => wordsOf(each).includes('uninterruptible')),
  },
  {
    name: 'user-tasks-only',
    summary: 'no kernel thread runs, and no task that never enters the kernel',
    holds: ({ tasks }) => Object.values(tasks).every(({ kind }) => kind === 'user'),
  },
] as const satisfies readonly Assumption[];

export type AssumptionName = (typeof assumptions)[number]['name'];

export const assumptionNames: readonly AssumptionName[] = assumptions.map(({ name }) => name);

/** Whether a scenario is as those assumptions say. */
export function satisfies(document: ScenarioDocument, names: readonly AssumptionName[]): boolean {
  return assumptions.every(({ name, holds }) => !names.includes(name) || holds(document));
}

function everyStatement(document: ScenarioDocument): readonly StatementDocument[] {
  return bodiesIn(document).flatMap(allStatements);
}

function sharedDataOf({ data = {} }: ScenarioDocument): readonly string[] {
  return Object.entries(data).flatMap(([name, each]) =>
    typeof each === 'object' && 'per' in each && each.per === 'task' ? [] : [name],
  );
}

/** Whether two tasks come to statements that name one of these. */
function isShared(document: ScenarioDocument, names: readonly string[]): boolean {
  const users = new Map<string, number>();
  for (const [task, declared] of Object.entries(document.tasks)) {
    const words = new Set(statementsOf(document, task).flatMap(wordsOf));
    for (const name of names)
      if (words.has(name)) users.set(name, (users.get(name) ?? 0) + countOf(declared));
  }
  return [...users.values()].some((each) => each > 1);
}

/** All statements that a task may come to. */
function statementsOf(document: ScenarioDocument, task: string): readonly StatementDocument[] {
  const { functions, syscalls = {}, work = {}, tasks } = document;
  const declared = tasks[task];
  if (declared === undefined) return [];
  const bodies =
    declared.kind === 'user'
      ? declared.runs.map((name) => syscalls[name] ?? [])
      : declared.kind === 'worker'
        ? Object.values(work)
        : [bodyOfTask(declared)];
  return reachedFrom(bodies, functions).statements;
}
