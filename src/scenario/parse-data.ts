import { type DataDocument, maximumRange } from './data-schema.js';
import type { DocumentScope } from './document.js';
import type { Path } from './locator.js';
import { named, parseValue, printValues } from './lookup.js';
import { type DataDeclaration, type FieldDeclaration, noObject, type PlainValues } from './scenario.js';

/** The data that a document declares. What is wrong is reported, and left out. */
export function parseData(scope: DocumentScope): readonly DataDeclaration[] {
  return Object.entries(scope.value.data ?? {}).flatMap(([name, declaration]) => {
    const perTask = typeof declaration === 'object' && 'per' in declaration && declaration.per === 'task';
    return parseField(scope, name, declaration, ['data', name]).map((each) => ({ ...each, perTask }));
  });
}

/** What is declared at `path`, or nothing, if that is wrong. */
export function parseField(
  scope: DocumentScope,
  name: string,
  declaration: DataDocument,
  path: Path,
): readonly FieldDeclaration[] {
  const plain = typeof declaration === 'string' || Array.isArray(declaration);
  if (!plain && 'refers-to' in declaration) {
    const { 'refers-to': object } = declaration;
    const isKnown = named(
      'kind of objects',
      object,
      Object.keys(scope.value.objects ?? {}),
      [...path, 'refers-to'],
      scope,
    );
    return isKnown ? [{ name, values: { kind: 'reference', object }, initial: noObject }] : [];
  }
  const { values: written, initial } = plain ? { values: declaration } : declaration;
  const values = parseValues(scope, written, plain ? path : [...path, 'values']);
  if (values === undefined) return [];
  const first = values.kind === 'range' ? values.low : (values.names[0] as string);
  const start = initial === undefined ? first : parseValue({ values }, String(initial));
  if (start === undefined) {
    scope.report(
      [...path, 'initial'],
      'unknown-value',
      `'${initial}' is not a value of '${name}', which is ${printValues({ values })}`,
    );
    return [];
  }
  return [{ name, values, initial: start }];
}

/** What is wrong is reported. */
export function parseValues(
  scope: DocumentScope,
  written: string | readonly (string | number | boolean)[],
  path: Path,
): PlainValues | undefined {
  if (typeof written !== 'string') {
    const names = written.map(String);
    const repeated = names.findIndex((name, index) => names.indexOf(name) !== index);
    if (repeated < 0) return { kind: 'names', names };
    scope.report([...path, repeated], 'duplicate-name', `the value '${names[repeated]}' is there twice`);
    return undefined;
  }
  const [low = 0, high = 0] = written.split(/(?<=\d)\.\./).map(Number);
  const areExact = Number.isSafeInteger(low) && Number.isSafeInteger(high);
  if (areExact && low <= high && high - low < maximumRange) return { kind: 'range', low, high };
  scope.report(
    path,
    'invalid-range',
    !areExact
      ? `the range ${written} has numbers that are too large`
      : low > high
        ? `the range ${written} is empty`
        : `the range ${written} has more than ${maximumRange} values`,
  );
  return undefined;
}
