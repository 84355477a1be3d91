import type { DataDeclaration, LockDeclaration, ObjectDeclaration } from './scenario.js';

/** An object is come to by one arrow, or by two: `w->key->bucket`. What is further away needs a reference of its own. */
const mostArrows = 2;

/** What can be read and written through references: the parts of the objects that they may name. */
export function dataPaths(
  data: readonly DataDeclaration[],
  objects: readonly ObjectDeclaration[],
  arrows = mostArrows,
): readonly DataDeclaration[] {
  const paths = data.flatMap((reference) => {
    const object = objectOf(reference, objects);
    if (!object) return [];
    const parts = [
      ...object.fields.map((field) => ({ ...field, kind: 'field' as const })),
      ...object.shadows.map((shadow) => ({ ...shadow, kind: 'shadow' as const })),
    ];
    return parts.map(
      ({ kind, name, ...part }): DataDeclaration => ({
        ...part,
        name: pathText(reference.name, name),
        perTask: reference.perTask,
        path: { reference: reference.name, object: object.name, part: name, kind },
      }),
    );
  });
  return arrows === 1 ? paths : [...paths, ...dataPaths(paths, objects, arrows - 1)];
}

/** The locks that can be taken through references. */
export function lockPaths(
  data: readonly DataDeclaration[],
  objects: readonly ObjectDeclaration[],
): readonly LockDeclaration[] {
  return data.flatMap((reference) => {
    const object = objectOf(reference, objects);
    if (!object) return [];
    return object.locks.map(
      ({ name: part, ...lock }): LockDeclaration => ({
        ...lock,
        name: pathText(reference.name, part),
        path: { reference: reference.name, object: object.name, part },
      }),
    );
  });
}

function objectOf(
  { values }: DataDeclaration,
  objects: readonly ObjectDeclaration[],
): ObjectDeclaration | undefined {
  return values.kind === 'reference' ? objects.find(({ name }) => name === values.object) : undefined;
}

function pathText(reference: string, part: string): string {
  return `${reference}->${part}`;
}
