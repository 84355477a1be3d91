import type { DocumentScope } from './document.js';
import type { Body, Source, Statement } from './statement.js';
import { visitStatements } from './statement-operations.js';

/** Reports the labels that a body has twice. @param body that stands in no other */
export function checkLabels(body: Body, scope: Pick<DocumentScope, 'reportAt'>): void {
  const first = new Map<string, Source>();
  visitStatements(body, (statement) => {
    if (statement.kind !== 'label') return;
    const { label, source } = statement;
    const earlier = first.get(label);
    if (earlier)
      scope.reportAt(
        source,
        'duplicate-name',
        `the label '${label}' is there twice`,
        `first at line ${earlier.line}`,
      );
    else first.set(label, source);
  });
}

/** Whether a task may come to the end of a body other than by `return`: for all that is known without running it. */
export function comesToItsEnd(body: Body, targets: Set<string> = new Set()): boolean {
  return body.reduce((reaches, statement) => {
    if (statement.kind === 'label') return reaches || targets.has(statement.label);
    return reaches && goesOn(statement, targets);
  }, true);
}

/** @param targets where the labels are noted that are gone to */
function goesOn(statement: Statement, targets: Set<string>): boolean {
  // Of several branches, each notes where it goes.
  const anyOf = (...bodies: readonly Body[]): boolean =>
    bodies.map((each) => comesToItsEnd(each, targets)).includes(true);
  switch (statement.kind) {
    case 'return':
      return false;
    case 'goto':
      targets.add(statement.label);
      return false;
    case 'forever':
      anyOf(statement.body);
      return false;
    case 'loop':
      anyOf(statement.body);
      return true;
    case 'if':
      return anyOf(statement.whenTrue, statement.whenFalse);
    case 'trylock':
      return anyOf(statement.taken, statement.busy);
    case 'either':
      return anyOf(...statement.branches);
    case 'switch':
      return anyOf(...statement.cases.map((each) => each.body), statement.otherwise);
    default:
      return true;
  }
}
