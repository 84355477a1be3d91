import { didYouMean } from './diagnostic.js';
import type { DocumentScope } from './document.js';
import type { ErrorCode } from './error-code.js';
import {
  type Lifecycle,
  type Operation,
  oldAndNew,
  operationKinds,
  originalVersion,
  type PatchDeclaration,
} from './lifecycle.js';
import { named } from './lookup.js';
import { orderOf } from './patch-order.js';
import type { FunctionDeclaration } from './scenario.js';

/** What the versions are called that no patch brings, and those of a scenario with one patch. */
const reservedNames: readonly string[] = [originalVersion, ...oldAndNew];

/** Reads what becomes of several patches, if there are several. */
export function parseLifecycle(
  scope: DocumentScope,
  functions: readonly FunctionDeclaration[],
): Lifecycle | undefined {
  const { patch, patches, lifecycle } = scope.value;
  const contradict = (key: string, message: string): void =>
    scope.report([key], 'contradictory-patches', message, undefined, 'key');
  if (patches === undefined) {
    if (lifecycle)
      contradict('lifecycle', "there is one patch: expected 'patch', or 'patches' beside 'lifecycle'");
    return undefined;
  }
  if (patch) contradict('patch', "expected either 'patch', for one, or 'patches', for several");
  const declared = Object.entries(patches).map(([name, document]): PatchDeclaration => {
    const path = ['patches', name];
    if (reservedNames.includes(name))
      scope.report(path, 'reserved-name', `no patch can be called '${name}'`, undefined, 'key');
    const own = functions.flatMap((each) =>
      each.kind === 'patched' && each.versions.has(name) ? [each.name] : [],
    );
    if (own.length === 0)
      scope.report(path, 'nothing-to-check', `no function has a version '${name}'`, undefined, 'key');
    return {
      name,
      functions: orderOf(scope, [...path, 'order'], document.order, own),
      replaces: document.replace ?? false,
      reversed: document.reversed ?? false,
    };
  });
  if (declared.length === 0)
    scope.report(['patches'], 'nothing-to-check', 'there is no patch', undefined, 'key');
  const names = declared.map(({ name }) => name);
  const operations = lifecycle
    ? lifecycle.flatMap((text, index) => parseOperation(text, ['lifecycle', index], names, scope))
    : names.map((name): Operation => ({ kind: 'enable', patch: name }));
  if (lifecycle && operations.length === lifecycle.length) checkOrder(operations, declared, scope);
  return { patches: declared, operations };
}

function parseOperation(
  text: string,
  path: readonly (string | number)[],
  patches: readonly string[],
  scope: DocumentScope,
): readonly Operation[] {
  const [word = '', patch, ...more] = text.trim().split(/\s+/);
  const kind = operationKinds.find((each) => each === word);
  if (kind === undefined || patch === undefined || more.length > 0) {
    const hint = kind === undefined ? didYouMean(word, operationKinds) : undefined;
    scope.report(
      [...path],
      'invalid-lifecycle',
      `expected 'enable' or 'disable' and a patch, found '${text}'`,
      hint,
    );
    return [];
  }
  return named('patch', patch, patches, [...path], scope) ? [{ kind, patch }] : [];
}

/** Says what cannot be done, because of what was done before. */
function checkOrder(
  operations: readonly Operation[],
  patches: readonly PatchDeclaration[],
  scope: DocumentScope,
): void {
  const replacing = new Set(patches.filter(({ replaces }) => replaces).map(({ name }) => name));
  const been = new Set<string>();
  let enabled: readonly string[] = [];
  operations.forEach(({ kind, patch }, index) => {
    const refuse = (message: string, code: ErrorCode = 'invalid-lifecycle'): void =>
      scope.report(['lifecycle', index], code, message);
    if (kind === 'enable') {
      if (been.has(patch))
        refuse(`'${patch}' is enabled twice: a patch that is out again is loaded as another one`);
      been.add(patch);
      enabled = replacing.has(patch) ? [patch] : [...enabled, patch];
      return;
    }
    if (!enabled.includes(patch))
      refuse(
        been.has(patch)
          ? `'${patch}' is not enabled any more: it is out, or has been replaced`
          : `'${patch}' is not enabled yet`,
      );
    enabled = enabled.filter((each) => each !== patch);
  });
}
