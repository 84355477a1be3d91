import type { DataDocument } from './data-schema.js';
import type { DocumentScope } from './document.js';
import type { ObjectDocument } from './object-schema.js';
import { parseField } from './parse-data.js';
import { locksOf } from './parse-locks.js';
import { type FieldDeclaration, noObject, type ObjectDeclaration, referenceCount } from './scenario.js';

/** The kinds of objects that a document declares. What is wrong is reported, and left out. */
export function parseObjects(scope: DocumentScope): readonly ObjectDeclaration[] {
  return Object.entries(scope.value.objects ?? {}).map(([name, declaration]) => {
    rejectRepeatedParts(scope, name, declaration);
    const { count = 1, initially = 0, locks, refcount } = declaration;
    if (initially > count)
      scope.report(
        ['objects', name, 'initially'],
        'wrong-value',
        `expected at most ${count}, which is how many there may be at a time`,
      );
    const parse = (key: 'fields' | 'shadow'): readonly FieldDeclaration[] =>
      Object.entries<DataDocument>(declaration[key] ?? {}).flatMap(([part, each]) =>
        parseField(scope, part, each, ['objects', name, key, part]),
      );
    const shadows = parse('shadow');
    for (const { name: id, values } of shadows)
      if (values.kind === 'names' && values.names.includes(noObject))
        scope.report(
          ['objects', name, 'shadow', id],
          'reserved-name',
          `no value of a shadow variable can be called '${noObject}': that is what it is where none is attached`,
        );
    return {
      name,
      count,
      initially,
      fields: [
        ...parse('fields'),
        // One that is there from the beginning is counted once, as one that is made.
        ...(refcount === undefined
          ? []
          : [
              {
                name: referenceCount,
                values: { kind: 'range', low: 0, high: refcount },
                initial: 1,
              } as const,
            ]),
      ],
      locks: locksOf({ locks }),
      shadows,
    };
  });
}

/** Fields, locks and shadow variables stand after the same arrow, so they share one name space. */
function rejectRepeatedParts(scope: DocumentScope, name: string, declaration: ObjectDocument): void {
  const { fields = {}, locks = [], shadow = {}, refcount } = declaration;
  const path = ['objects', name];
  const parts = [
    ...Object.keys(fields).map((each) => [each, [...path, 'fields', each], 'key'] as const),
    ...(Array.isArray(locks)
      ? locks.map((each, index) => [each, [...path, 'locks', index], 'value'] as const)
      : Object.keys(locks).map((each) => [each, [...path, 'locks', each], 'key'] as const)),
    ...Object.keys(shadow).map((each) => [each, [...path, 'shadow', each], 'key'] as const),
  ];
  const seen = new Set(refcount === undefined ? [] : [referenceCount]);
  for (const [part, at, what] of parts) {
    if (seen.has(part))
      scope.report(
        at,
        'duplicate-name',
        `'${name}' has two parts that are called '${part}'`,
        undefined,
        what,
      );
    seen.add(part);
  }
}
