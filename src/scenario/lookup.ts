import { type TextProblem, unknownName } from './diagnostic.js';
import type { ErrorCode } from './error-code.js';
import type { Path } from './locator.js';
import {
  type DataDeclaration,
  type LockDeclaration,
  noObject,
  type PlainValues,
  type Signature,
} from './scenario.js';
import type { Source } from './statement.js';

/** The data that can be named somewhere. */
export interface DataScope {
  readonly data: readonly DataDeclaration[];
  /** The function in whose body that is: its parameter `x` is `x` there, and `f.x` everywhere. */
  readonly inside?: string | undefined;
}

/** The names that statements may use, and where to say that one is wrong. */
export interface NameTable extends DataScope {
  readonly functions: readonly string[];
  readonly locks: readonly LockDeclaration[];
  readonly completions: readonly string[];
  readonly events: readonly string[];
  readonly modules: readonly string[];
  /** Of those that can be forked. */
  readonly tasks: readonly string[];
  readonly timers: readonly string[];
  readonly work: readonly string[];
  /** By function: how a call is written where these names are used. */
  readonly signatures: ReadonlyMap<string, Signature>;
  /** What the function returns in whose body these names are used, if it returns anything. */
  readonly returns: PlainValues | undefined;
  /** The labels that a statement may go to. */
  readonly labels: readonly string[];
  readonly document: { locate(path: Path): Source };
  report(path: Path, code: ErrorCode, message: string, hint?: string): void;
  /** Says what is wrong inside the text at `path`. */
  reportWithin(path: Path, text: string, problem: TextProblem): void;
}

/** The data that a text names, if there is such. */
export function dataNamed({ data, inside }: DataScope, text: string): DataDeclaration | undefined {
  return data.find(({ name }) => name === text || (inside !== undefined && name === `${inside}.${text}`));
}

/** The names of data as they are written here. */
export function dataNames({ data, inside }: DataScope): readonly string[] {
  return data.map(({ name }) =>
    inside !== undefined && name.startsWith(`${inside}.`) ? name.slice(inside.length + 1) : name,
  );
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
