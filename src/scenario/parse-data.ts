import type { DocumentScope } from './document.js';
import type { Path } from './locator.js';
import { parseValue, printValues } from './lookup.js';
import type { DataDeclaration, DataValues } from './scenario.js';
import { maximumRange } from './schema.js';

/** The data that a document declares. What is wrong is reported, and left out. */
export function parseData(scope: DocumentScope): readonly DataDeclaration[] {
  return Object.entries(scope.value.data ?? {}).flatMap(([name, declaration]) => {
    const path = ['data', name];
    const plain = typeof declaration === 'string' || Array.isArray(declaration);
    const { values: written, initial, per } = plain ? { values: declaration } : declaration;
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
    return [{ name, values, initial: start, perTask: per === 'task' }];
  });
}

function parseValues(
  scope: DocumentScope,
  written: string | readonly (string | number | boolean)[],
  path: Path,
): DataValues | undefined {
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
