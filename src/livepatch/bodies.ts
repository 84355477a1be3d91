import {
  type Body,
  type Condition,
  ownBody,
  printCondition,
  type Scenario,
  type Statement,
  visitStatements,
} from '../scenario/index.js';

/** All bodies of a scenario. */
export function bodiesOf({ functions, syscalls, work, tasks, patch }: Scenario): readonly Body[] {
  return [
    ...functions.flatMap((each) => (each.kind === 'patched' ? [...each.versions.values()] : [each.body])),
    ...syscalls.map(({ body }) => body),
    ...work.map(({ body }) => body),
    ...tasks.map(ownBody),
    ...patch.callbacks.values(),
  ];
}

export function kindsUsedBy(scenario: Scenario): ReadonlySet<Statement['kind']> {
  const kinds = new Set<Statement['kind']>();
  for (const body of bodiesOf(scenario)) visitStatements(body, ({ kind }) => kinds.add(kind));
  return kinds;
}

/** The declarations of tasks that somebody forks. */
export function forkedBy(scenario: Scenario): readonly string[] {
  const names: string[] = [];
  for (const body of bodiesOf(scenario))
    visitStatements(body, (statement) => {
      if (statement.kind === 'fork') names.push(statement.task);
    });
  return names;
}

/** The conditions that somebody waits for, each once. */
export function awaitedConditions(scenario: Scenario): readonly Condition[] {
  const conditions = new Map<string, Condition>();
  for (const body of bodiesOf(scenario))
    visitStatements(body, (statement) => {
      if (statement.kind !== 'wait' || statement.until.kind !== 'condition') return;
      conditions.set(printCondition(statement.until.condition), statement.until.condition);
    });
  return [...conditions.values()];
}

/** Whether any assert is marked as one that a bug breaks before the patch. */
export function hasMarkedBugs(scenario: Scenario): boolean {
  let isMarked = false;
  for (const body of bodiesOf(scenario))
    visitStatements(body, (statement) => {
      isMarked ||= statement.kind === 'assert' && statement.bug !== undefined;
    });
  return isMarked;
}
