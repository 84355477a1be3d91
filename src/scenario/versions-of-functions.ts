import { listNames, unknownName } from './diagnostic.js';
import type { DocumentScope } from './document.js';
import type { FunctionDocument } from './function-schema.js';
import { originalVersion } from './lifecycle.js';
import type { Path } from './locator.js';
import type { StatementDocument } from './statement.js';

type VersionedDocument = Extract<FunctionDocument, { readonly versions: object }>;

/** The bodies of a function that several patches may change, by their names: the original, and then in the order of the patches. */
export function versionsOf(
  name: string,
  { versions }: VersionedDocument,
  path: Path,
  scope: DocumentScope,
): readonly (readonly [string, readonly StatementDocument[]])[] {
  const patches = Object.keys(scope.value.patches ?? {});
  const known = [originalVersion, ...patches];
  const written = new Map(Object.entries(versions));
  if (!scope.value.patches)
    scope.report(
      path,
      'contradictory-patches',
      `'${name}' has versions, and no 'patches' says which patches bring them: expected an old and a new body, or 'patches'`,
      undefined,
      'key',
    );
  else
    for (const each of written.keys())
      if (!known.includes(each))
        scope.report([...path, 'versions', each], ...unknownName('patch', each, known), 'key');
  if (!written.has(originalVersion))
    scope.report([...path, 'versions'], 'missing-key', `the key '${originalVersion}' is missing`);
  if (written.size === 1 && written.has(originalVersion))
    scope.report(
      [...path, 'versions'],
      'nothing-to-check',
      `no patch changes '${name}'`,
      `a function that is not patched: ${name}: […]; patches: ${listNames(patches, 'none')}`,
    );
  return known.flatMap((each) => {
    const body = written.get(each);
    return body ? [[each, body] as const] : [];
  });
}

/** Where there are several patches, which of them is new? */
export function rejectOldAndNew(name: string, path: Path, scope: DocumentScope): void {
  scope.report(
    path,
    'contradictory-patches',
    `'${name}' has an old and a new body, and there are several patches: expected 'versions'`,
    `versions: { ${originalVersion}: […], ${Object.keys(scope.value.patches ?? {})[0] ?? 'first'}: […] }`,
    'key',
  );
}
