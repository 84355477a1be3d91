import type { ChangedData, ChangedFunction, PatchFacts } from '../findings/index.js';
import {
  abiDifferences,
  type CData,
  type CFunction,
  isLongerEnum,
  isSameLayout,
  type SourceFile,
} from './c/index.js';
import type { Changes } from './relate/index.js';

/** What a patch does, for a look at it that needs no search. */
export function patchFactsOf(
  old: readonly SourceFile[],
  now: readonly SourceFile[],
  changes: Changes,
): PatchFacts {
  const changed = [...changes.patched.values()].map(
    ({ name, old: before, new: after }): ChangedFunction => ({
      ...{ name, file: after.file, line: after.line, change: 'changed' },
      ...{ signature: abiDifferences(before.signature, after.signature), old: before.code, new: after.code },
    }),
  );
  const added = changes.added.flatMap((name) =>
    functionIn(now, name).map(
      ({ file, line, code }): ChangedFunction => ({
        ...{ name, file, line, change: 'added', signature: [], old: '', new: code },
      }),
    ),
  );
  const removed = changes.removed.flatMap((name) =>
    functionIn(old, name).map(
      ({ file, line, code }): ChangedFunction => ({
        ...{ name, file, line, change: 'removed', signature: [], old: code, new: '' },
      }),
    ),
  );
  const data = changedData(old, now);
  const named = (kind: CData['kind']): readonly ChangedData[] =>
    data.filter((each) => each.kind === kind).map(({ name, file, line }) => ({ name, file, line }));
  return {
    functions: [...changed, ...added, ...removed],
    types: named('type'),
    tables: named('variable'),
  };
}

function functionIn(files: readonly SourceFile[], name: string): readonly CFunction[] {
  return files.flatMap(({ functions }) => functions.get(name) ?? []).slice(0, 1);
}

function changedData(old: readonly SourceFile[], now: readonly SourceFile[]) {
  const before = new Map(old.map(({ file, data }) => [file, data]));
  return now.flatMap(({ file, data }) =>
    [...data.values()].flatMap((each) => {
      const was = before.get(file)?.get(each.name);
      const isSame = !was || was.code === each.code || isSameLayout(was, each) || isLongerEnum(was, each);
      return isSame ? [] : [{ ...each, file }];
    }),
  );
}
