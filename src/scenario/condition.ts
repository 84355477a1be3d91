import { didYouMean } from './diagnostic.js';
import type { Path } from './locator.js';
import { type NameTable, named, parseValue, printValues } from './lookup.js';
import type { DataDeclaration } from './scenario.js';
import type { Condition, DataOperand } from './statement.js';

/** A condition such as `D = V`, looked up. */
export function parseCondition(text: string, path: Path, names: NameTable): Condition | undefined {
  const match = /^(\S+?)\s*(!=|=)\s*(\S+)$/.exec(text.trim());
  if (match === null) {
    names.report(
      path,
      'invalid-statement',
      `expected a condition such as 'D = V' or 'D != V', found '${text}'`,
    );
    return undefined;
  }
  const [, data = '', operator, value = ''] = match;
  const dataNames = names.data.map(({ name }) => name);
  if (!named('data', data, dataNames, path, names)) return undefined;
  const operand = parseOperand(data, value, path, names);
  return operand && { data, negated: operator === '!=', operand };
}

/** A value of `dataName`, or the name of other data that has the same values. */
export function parseOperand(
  dataName: string,
  text: string,
  path: Path,
  names: NameTable,
): DataOperand | undefined {
  const data = names.data.find(({ name }) => name === dataName) as DataDeclaration;
  const value = parseValue(data, text);
  if (value !== undefined) return { kind: 'value', value };
  const other = names.data.find(({ name }) => name === text);
  if (other && printValues(other) === printValues(data)) return { kind: 'data', data: other.name };
  names.report(
    path,
    'unknown-value',
    `'${text}' is not a value of '${dataName}', which is ${printValues(data)}`,
    data.values.kind === 'names' ? didYouMean(text, data.values.names) : undefined,
  );
  return undefined;
}

/** The condition as a scenario file writes it. */
export function printCondition({ data, negated, operand }: Condition): string {
  return `${data} ${negated ? '!=' : '='} ${printOperand(operand)}`;
}

export function printOperand(operand: DataOperand): string {
  return operand.kind === 'value' ? String(operand.value) : operand.data;
}
