import { closest, distance } from 'fastest-levenshtein';
import { printable } from '../text/index.js';
import type { ErrorCode } from './error-code.js';

/** Something wrong with an input, and where. Lines and columns count from 1. */
export interface Diagnostic {
  /** What is wrong, in a word that stays the same whatever the message says: `docs/errors.md` lists them. */
  readonly code: ErrorCode;
  readonly message: string;
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** The text of that line. */
  readonly excerpt?: string;
  /** What may have been meant. */
  readonly hint?: string;
}

/** Something wrong inside a text of a document, so many characters from its beginning. */
export interface TextProblem {
  readonly index: number;
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
}

/** A value, or what is wrong with the input that should have given it. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Who has made this many mistakes in a file wants to see the first ones. */
const shownPerFile = 20;

/** Thrown where a wrong input ends the work. */
export class InputError extends Error {
  override readonly name = 'InputError';
  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(printDiagnostics(diagnostics));
  }
}

function printDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const files = [...new Set(diagnostics.map(({ file }) => file))];
  return files
    .flatMap((file) => {
      // What an alias repeats is wrong once.
      const printed = [...new Set(diagnostics.filter((each) => each.file === file).map(printDiagnostic))];
      const hidden = printed.length - shownPerFile;
      return [...printed.slice(0, shownPerFile), ...(hidden > 0 ? [`${file}: … and ${hidden} more`] : [])];
    })
    .join('\n');
}

/** The diagnostic as compilers print it: position and message, the line with a mark under the column, the hint. */
export function printDiagnostic({ code, message, file, line, column, excerpt, hint }: Diagnostic): string {
  const position = [file === '' ? "''" : file, line, column].filter((part) => part !== undefined).join(':');
  const shown =
    excerpt !== undefined && line !== undefined && column !== undefined
      ? excerptAround(excerpt, line, column)
      : [];
  const [first, ...more] = message.split('\n');
  return [
    `${position}: ${first} [${code}]`,
    ...more,
    ...shown,
    ...(hint === undefined ? [] : [`  hint: ${hint}`]),
  ]
    .map((line) => printable(line))
    .join('\n');
}

/** `did you mean 'lock'?` where one of the names begins with the one that was given, or is near enough to it. */
export function didYouMean(given: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const [begun, ...others] = names.filter((name) => given.length > 1 && name.startsWith(given));
  if (begun !== undefined && others.length === 0) return `did you mean '${begun}'?`;
  const lowerCase = names.map((name) => name.toLowerCase());
  const nearest = closest(given.toLowerCase(), lowerCase);
  const tolerance = Math.floor((given.length + nearest.length + 1) / 4);
  const isNear =
    distance(given.toLowerCase(), nearest) <= tolerance ||
    lettersOf(given.toLowerCase()) === lettersOf(nearest);
  return isNear ? `did you mean '${names[lowerCase.indexOf(nearest)]}'?` : undefined;
}

/** Equal for names in which only the order of letters differs. */
function lettersOf(name: string): string {
  return [...name].sort().join('');
}

/** Lists names for a message: `A, B, C`, or the first few of many. */
export function listNames(names: readonly string[], none: string): string {
  const most = 12;
  if (names.length === 0) return none;
  return names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')}, … (${names.length} in all)`;
}

/** What to say of a name that is not known: the message, and the nearest name that is, or all of them. */
export function unknownName(
  what: string,
  name: string,
  known: readonly string[],
): readonly [code: ErrorCode, message: string, hint: string] {
  const all = known.length === 0 ? `no ${what} is declared` : `declared: ${listNames(known, '')}`;
  return ['unknown-name', `unknown ${what} '${name}'`, didYouMean(name, known) ?? all];
}

const excerptWidth = 100;

function excerptAround(text: string, line: number, column: number): readonly string[] {
  const start = Math.max(0, Math.min(column - 1 - excerptWidth / 2, text.length - excerptWidth));
  const gutter = `  ${line} | `;
  return [
    gutter + text.slice(start, start + excerptWidth),
    `${' '.repeat(gutter.length - 2)}| ${' '.repeat(Math.max(0, column - 1 - start))}^`,
  ];
}
