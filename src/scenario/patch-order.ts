import type { DocumentScope } from './document.js';
import type { Path } from './locator.js';
import { named } from './lookup.js';
import type { FunctionDeclaration } from './scenario.js';

/** Some models replace them one by one, and so have at least as many steps. */
const maximumPatched = 500;

/** The patched functions, in the order in which the patch lists them. */
export function patchOrder(
  scope: DocumentScope,
  functions: readonly FunctionDeclaration[],
): readonly string[] {
  const patched = functions.filter(({ kind }) => kind === 'patched').map(({ name }) => name);
  if (patched.length === 0)
    scope.report(
      ['functions'],
      'nothing-to-check',
      'nothing is patched: expected a function with an old and a new body',
      undefined,
      'key',
    );
  const excess = patched[maximumPatched];
  if (excess !== undefined)
    scope.report(
      ['functions', excess],
      'too-large',
      `with '${excess}' more than ${maximumPatched} functions are patched: expected at most as many`,
      undefined,
      'key',
    );
  if (scope.value.patch?.earlier === 'replaced' && scope.value.patch.removed)
    scope.report(
      ['patch', 'removed'],
      'removed-replacement',
      'the patch that is replaced is gone when this one is taken out: expected no removal of a patch that replaces another',
    );
  return orderOf(scope, ['patch', 'order'], scope.value.patch?.order, patched);
}

/** The functions of a patch in the order in which it lists them: that of the file, unless one is given at `path`. */
export function orderOf(
  scope: DocumentScope,
  path: Path,
  order: readonly string[] | undefined,
  patched: readonly string[],
): readonly string[] {
  if (order === undefined) return patched;
  order.forEach((name, index) => {
    if (named('patched function', name, patched, [...path, index], scope) && order.indexOf(name) !== index)
      scope.report([...path, index], 'duplicate-name', `'${name}' is listed twice`);
  });
  const missing = patched.filter((name) => !order.includes(name));
  if (missing.length > 0 && order.every((name) => patched.includes(name)))
    scope.report(path, 'incomplete-order', `the order leaves out: ${missing.join(', ')}`);
  return order;
}
