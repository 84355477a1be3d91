import { reachableStatements } from './call-graph.js';
import type { DocumentScope } from './document.js';
import type { Lifecycle } from './lifecycle.js';
import { type NameTable, named } from './lookup.js';
import { parseWholeBody } from './parse-functions.js';
import { locksOf } from './parse-locks.js';
import { type CallbackName, callbackNames } from './patch.js';
import { patchOrder } from './patch-order.js';
import type { FunctionDeclaration, Scenario, SyscallDeclaration, TaskDeclaration } from './scenario.js';
import type { Body, Statement } from './statement.js';
import { visitStatements } from './statement-operations.js';

type Callbacks = Scenario['patch']['callbacks'];

/** What becomes of the patch. */
export function parsePatch(
  scope: DocumentScope,
  functions: readonly FunctionDeclaration[],
  callbacks: Callbacks,
  lifecycle: Lifecycle | undefined,
): Scenario['patch'] {
  const { earlier, removed = false, reversed = false, mutex } = scope.value.patch ?? {};
  if (lifecycle)
    return {
      functions: patchOrder(scope, functions),
      earlier: undefined,
      removed: lifecycle.operations.some(({ kind }) => kind === 'disable'),
      reversed: lifecycle.patches.some((each) => each.reversed),
      callbacks,
      mutex: undefined,
    };
  if (mutex !== undefined) {
    const locks = locksOf(scope.value);
    const fits = ({ kind, handedOver }: (typeof locks)[number]): boolean => kind === 'mutex' && !handedOver;
    const other = locks.find((lock) => lock.name === mutex && !fits(lock));
    const mutexes = locks.filter(fits).map(({ name }) => name);
    if (other)
      scope.report(
        ['patch', 'mutex'],
        'unknown-name',
        `'${mutex}' is declared as a ${other.kind}${other.handedOver ? ' that is handed over' : ''}, expected: a mutex that is not handed over`,
      );
    else named('mutex', mutex, mutexes, ['patch', 'mutex'], scope);
  }
  return { functions: patchOrder(scope, functions), earlier, removed, reversed, callbacks, mutex };
}

/** What the patcher runs besides. A callback of which the body is empty does nothing, and is none. */
export function parseCallbacks(scope: DocumentScope, names: NameTable): Callbacks {
  const { callbacks = {} } = scope.value.patch ?? {};
  return new Map(
    callbackNames.flatMap((name): readonly [CallbackName, Body][] => {
      const body = parseWholeBody(scope, callbacks[name] ?? [], ['patch', 'callbacks', name], names);
      return body.length === 0 ? [] : [[name, body]];
    }),
  );
}

interface Declared {
  readonly functions: readonly FunctionDeclaration[];
  readonly syscalls: readonly SyscallDeclaration[];
  readonly tasks: readonly TaskDeclaration[];
  readonly work: Scenario['work'];
  readonly callbacks: Callbacks;
}

/** Only what runs before the functions are redirected can refuse that; and the patcher is no task that is born, or dies. */
export function rejectMisplacedStatements(
  scope: DocumentScope,
  { functions, syscalls, tasks, work, callbacks }: Declared,
): void {
  const report = ({ source }: Statement, message: string): void =>
    scope.reportAt(source, 'misplaced-statement', message);
  const elsewhere: readonly Body[] = [
    ...functions.flatMap((each) => (each.kind === 'patched' ? [...each.versions.values()] : [each.body])),
    ...syscalls.map(({ body }) => body),
    ...tasks.flatMap((task) => ('body' in task ? [task.body] : [])),
    ...work.map(({ body }) => body),
    ...[...callbacks].flatMap(([name, body]) => (name === 'pre-patch' ? [] : [body])),
  ];
  for (const body of elsewhere)
    visitStatements(body, (statement) => {
      if (statement.kind === 'fail')
        report(statement, "only the callback 'pre-patch' can fail: expected 'fail' in its body, or nowhere");
    });
  for (const statement of reachableStatements([...callbacks.values()], functions))
    if (statement.kind === 'fork' || statement.kind === 'release-task' || statement.kind === 'exit')
      report(
        statement,
        `a callback comes to '${statement.kind}': the patcher forks no task, and does not die`,
      );
}
