import type { z } from 'zod';
import { didYouMean, listNames } from './diagnostic.js';
import type { ErrorCode } from './error-code.js';
import type { Path } from './locator.js';
import { nameText } from './name-schema.js';
import { expectedVerdicts } from './scenario.js';
import { expectedSchema, scenarioSchema } from './schema.js';
import { enter, isMeant, optionsOf, type Part, unionOf } from './schema-part.js';
import { compoundKeywords, simpleKeywords, statementSchema } from './statement-schema.js';

/** Something that the schema found, in words for the author of the scenario. */
export interface Problem {
  readonly path: Path;
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Whether the key at `path` is meant, and not the value. */
  readonly what?: 'key' | 'value';
}

type Issue = z.core.$ZodIssue;

/** @param value of the whole document */
export function explainIssues(issues: readonly Issue[], value: unknown): readonly Problem[] {
  return issues.flatMap((issue) => explain(issue, { path: [], value, schemas: [scenarioSchema] }));
}

/** The words of the schema for what it finds, where it was given none. */
export function plainWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${kindNames[issue.expected] ?? issue.expected}, found ${describe(issue.input)}`;
    case 'invalid_value':
      return `expected one of: ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return issue.origin === 'array' ? 'expected at least one, found an empty list' : 'expected some text';
    default:
      return undefined;
  }
}

/** @param outer the part of the document that the path of the issue starts at */
function explain(issue: Issue, outer: Part): readonly Problem[] {
  const part = issue.path.reduce<Part>(enter, outer);
  const { path, value } = part;
  // Of the options of this union, it is an accident which one is nearest.
  if (part.schemas.includes(expectedSchema)) return [wrongExpectation(part)];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = [...new Set(optionsOf(part).flatMap(({ shape = {} }) => Object.keys(shape)))];
      return issue.keys.map((key) => ({
        path: [...path, key],
        code: 'unknown-key',
        message: `unknown key '${key}', expected one of: ${listNames(known, 'none')}`,
        hint: didYouMean(key, known),
        what: 'key',
      }));
    }
    case 'invalid_union':
      return issue.errors.length > 0
        ? explainUnion(issue.errors, part)
        : [wrongChoice(part, 'options' in issue ? (issue.options as readonly string[]) : [])];
    case 'invalid_value':
      return [wrongChoice(part, issue.values.map(String))];
    case 'invalid_key': {
      const [wrong] = issue.issues;
      const hint = wrong && hintAt(wrong, path.at(-1));
      return [
        { path, code: 'invalid-name', message: wrong?.message ?? 'expected a name', hint, what: 'key' },
      ];
    }
    default:
      return value === undefined
        ? [missing(path)]
        : [{ path, code: codeOf(issue), message: issue.message, hint: hintAt(issue, value) }];
  }
}

function wrongChoice({ path, value }: Part, choices: readonly string[]): Problem {
  const expected = `expected one of: ${choices.join(', ')}`;
  if (value === undefined) return { ...missing(path), hint: expected };
  return {
    path,
    code: 'wrong-value',
    message: `${expected}; found ${describe(value)}`,
    hint: didYouMean(String(value), choices),
  };
}

function wrongExpectation({ path, value }: Part): Problem {
  const words = [...expectedVerdicts, 'unbounded'];
  return {
    path,
    code: 'invalid-expectation',
    message: `expected ${expectedVerdicts.join(', ')}, a number, unbounded, or a range such as 2..9; found ${describe(value)}`,
    hint: didYouMean(String(value), words),
  };
}

function missing(path: Path): Problem {
  return {
    path: path.slice(0, -1),
    code: 'missing-key',
    message: `the key '${String(path.at(-1))}' is missing`,
  };
}

/** How to write what its author will have meant. */
function hintAt(issue: Issue, value: unknown): string | undefined {
  if (isWrongName(issue)) return nearestName(String(value));
  if (issue.code !== 'invalid_type') return undefined;
  if (issue.expected === 'string' && typeof value === 'object') return textHint(value);
  if (issue.expected === 'array' && typeof value === 'string') return `in a list: [${value}]`;
  return issue.expected === 'string' && typeof value === 'number' ? `as text: "${value}"` : undefined;
}

function codeOf(issue: Issue): ErrorCode {
  if (issue.code === 'invalid_type') return 'wrong-type';
  return isWrongName(issue) ? 'invalid-name' : 'wrong-value';
}

function isWrongName(issue: Issue): boolean {
  return issue.code === 'invalid_format' && issue.pattern === String(nameText);
}

/** A name like the one that was meant: `kworker-0-1` for `kworker/0:1`, `grosse` for `größe`. */
function nearestName(written: string): string | undefined {
  const name = written
    // Marks on letters, such as the dots of ö, become characters of their own.
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll(/[^A-Za-z0-9_.-]+/g, '-')
    .replaceAll(/^[.-]+|[.-]+$/g, '')
    .replace(/^(?=\d)/, '_');
  return nameText.test(name) ? `for example: ${name}` : undefined;
}

/** `A: B` is a mapping to YAML, where its author will have meant a text. */
function textHint(value: object | null): string | undefined {
  const [entry, ...more] = Object.entries(value ?? {});
  if (entry === undefined || more.length > 0 || typeof entry[1] === 'object') return undefined;
  return inQuotes(`${entry[0]}: ${entry[1]}`);
}

/** How a text is written that YAML would take for something else. */
export function inQuotes(text: string): string {
  return `in quotes: '${text.replaceAll("'", "''")}'`;
}

/** @param branches what each option of a union found wrong with the value */
function explainUnion(branches: readonly (readonly Issue[])[], part: Part): readonly Problem[] {
  const { path, value } = part;
  const options = unionOf(part, branches.length) ?? [];
  const meant = options.map((option) => isMeant(option, value));
  const isMapping = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (part.schemas.includes(statementSchema) && isMapping && !meant.includes(true))
    return [{ path, ...explainStatement(value) }];
  const kinds = branches.map(([issue]) =>
    issue?.code === 'invalid_type' && issue.path.length === 0 ? (kindNames[issue.expected] ?? '') : undefined,
  );
  if (kinds.every((kind) => kind !== undefined))
    return [
      {
        path,
        code: 'wrong-type',
        message: `expected ${[...new Set(kinds)].join(' or ')}, found ${describe(value)}`,
        hint: kinds.includes('text') && isMapping ? textHint(value) : listHint(kinds, value),
      },
    ];
  const likeliest = branches.reduce((best, branch, index) => {
    if (meant[best] !== meant[index]) return meant[index] ? index : best;
    return misfit(branch) < misfit(branches[best] ?? []) ? index : best;
  }, 0);
  const issues = branches[likeliest] ?? [];
  const unknownKeys = issues.filter(({ code }) => code === 'unrecognized_keys');
  const option = options[likeliest];
  return (unknownKeys.length > 0 ? unknownKeys : issues).flatMap((issue) =>
    explain(issue, { path, value, schemas: option ? [option] : [] }),
  );
}

function listHint(kinds: readonly (string | undefined)[], value: unknown): string | undefined {
  return kinds.includes('a list') && typeof value === 'string' ? `in a list: [${value}]` : undefined;
}

/** How far a value is from one of the things that it could have been. */
function misfit(branch: readonly Issue[]): number {
  return branch.reduce((sum, { code, path }) => {
    if (code === 'unrecognized_keys') return sum + 3;
    if (code === 'invalid_type' || code === 'invalid_value') return sum + (path.length === 0 ? 100 : 2);
    return sum + 1;
  }, 0);
}

/** For a mapping that is no statement: it may be `lock: A` where `lock A` is meant. */
function explainStatement(value: object): {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string | undefined;
} {
  const [entry, ...more] = Object.entries(value);
  if (!entry) return { code: 'invalid-statement', message: 'expected a statement, found an empty mapping' };
  const [key, operand] = entry;
  if (more.length === 0 && simpleKeywords.includes(key) && typeof operand !== 'object')
    return {
      code: 'invalid-statement',
      message: `'${key}' has no parts, so it is written as text`,
      hint: `${key} ${operand}`,
    };
  if (/^\S+ /.test(key) && textHint(value) !== undefined)
    return {
      code: 'invalid-statement',
      message: 'expected a statement, found a mapping: to YAML, a colon before a space ends a key',
      hint: textHint(value),
    };
  const keywords = [...simpleKeywords, ...compoundKeywords];
  return {
    code: 'invalid-statement',
    message: `unknown statement '${key}'`,
    hint: didYouMean(key, keywords) ?? `expected one of: ${keywords.join(', ')}`,
  };
}

const kindNames: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'a truth value',
};

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'object':
      return 'a mapping';
    case 'string':
      return `'${value}'`;
    default:
      return `the ${typeof value === 'number' ? 'number' : 'truth value'} ${value}`;
  }
}
