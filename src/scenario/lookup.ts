import { type TextProblem, unknownName } from './diagnostic.js';
import type { ErrorCode } from './error-code.js';
import type { Path } from './locator.js';
import { type DataDeclaration, noObject } from './scenario.js';
import type { Source } from './statement.js';

/** The names that statements may use, and where to say that one is wrong. */
export interface NameTable {
  readonly functions: readonly string[];
  readonly locks: readonly string[];
  readonly events: readonly string[];
  /** Of those that can be forked. */
  readonly tasks: readonly string[];
  readonly data: readonly DataDeclaration[];
  readonly document: { locate(path: Path): Source };
  report(path: Path, code: ErrorCode, message: string, hint?: string): void;
  /** Says what is wrong inside the text at `path`. */
  reportWithin(path: Path, text: string, problem: TextProblem): void;
}

/** The value of data that a text names, if it names one. */
export function parseValue(
  { values }: Pick<DataDeclaration, 'values'>,
  text: string,
): string | number | undefined {
  if (values.kind === 'names') return values.names.includes(text) ? text : undefined;
  if (values.kind === 'reference') return text === noObject ? text : undefined;
  const number = Number(text);
  return Number.isInteger(number) && number >= values.low && number <= values.high ? number : undefined;
}

/** The values of data as a scenario file writes them. */
export function printValues({ values }: Pick<DataDeclaration, 'values'>): string {
  switch (values.kind) {
    case 'names':
      return `[${values.names.join(', ')}]`;
    case 'range':
      return `${values.low}..${values.high}`;
    case 'reference':
      return `a reference to ${values.object}`;
  }
}

/** Whether `name` is known; if it is not, that is reported with the nearest one that is. */
export function named(
  what: string,
  name: string,
  known: readonly string[],
  path: Path,
  { report }: Pick<NameTable, 'report'>,
): boolean {
  if (known.includes(name)) return true;
  report(path, ...unknownName(what, name, known));
  return false;
}
